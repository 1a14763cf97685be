"""Connections, LAGs, hosted connections, MACsec keys and tags."""

from datetime import datetime, timezone

from moto.core.responses import ActionResult

from .store import Call, Item, accounts, found, new_id, refused, untagged

SPEEDS_WITH_MACSEC = ("10Gbps", "100Gbps", "400Gbps")
LARGEST_LAG = {"1Gbps": 4, "10Gbps": 4, "100Gbps": 2, "400Gbps": 2}
DEVICES_PER_LOCATION = 2


class Connections(Call):
    def create_connection(self) -> ActionResult:
        call, tags = untagged(self.asked)
        macsec = bool(call.get("requestMACSec"))
        if macsec and call["bandwidth"] not in SPEEDS_WITH_MACSEC:
            raise refused(f"MACsec is not supported on a connection of {call['bandwidth']}")
        connection_id = new_id("dxcon")
        self.here.connections[connection_id] = {
            "connectionId": connection_id,
            "connectionName": call["connectionName"],
            "connectionState": "available",
            "ownerAccount": self.current_account,
            "region": self.region,
            "location": call["location"],
            "bandwidth": call["bandwidth"],
            "providerName": call.get("providerName", ""),
            "loaIssueTime": datetime.now(timezone.utc),
            "jumboFrameCapable": True,
            "hasLogicalRedundancy": "unknown",
            **_device(self, call["location"]),
            "macSecCapable": macsec,
            "macSecKeys": [],
            "encryptionMode": "should_encrypt" if macsec else "no_encrypt",
            "portEncryptionStatus": "Encryption Down",
        }
        self.keep_tags("dxcon", connection_id, tags)
        return ActionResult(self.here.connections[connection_id])

    def describe_connections(self) -> ActionResult:
        connections = self.here.connections
        connection_id = self.asked.get("connectionId")
        if connection_id is None:
            return ActionResult({"connections": list(connections.values())})
        return ActionResult({"connections": [found(connections, connection_id, "Connection")]})

    def update_connection(self) -> ActionResult:
        connection = found(self.here.connections, self.asked["connectionId"], "Connection")
        mode = self.asked.get("encryptionMode")
        if mode is not None and not connection["macSecCapable"]:
            raise refused(f"Connection {connection['connectionId']} has no MACsec")
        if mode is not None:
            connection["encryptionMode"] = mode
        connection["connectionName"] = self.asked.get("connectionName", connection["connectionName"])
        return ActionResult(connection)

    def delete_connection(self) -> ActionResult:
        connection_id = self.asked["connectionId"]
        connection = found(self.here.connections, connection_id, "Connection")
        _refuse_in_use(self, connection_id)
        if connection.get("lagId"):
            _leave_lag(self, connection)
        return ActionResult({**self.here.connections.pop(connection_id), "connectionState": "deleted"})

    def allocate_hosted_connection(self) -> ActionResult:
        call, _ = untagged(self.asked)
        parent = found(self.here.connections, call["connectionId"], "Connection")
        connection_id = new_id("dxcon")
        hosted = {
            **parent,
            "connectionId": connection_id,
            "connectionName": call["connectionName"],
            "connectionState": "ordering",
            "ownerAccount": call["ownerAccount"],
            "bandwidth": call["bandwidth"],
            "vlan": call["vlan"],
            "partnerName": "Partner",
            "macSecCapable": False,
            "macSecKeys": [],
            "encryptionMode": "no_encrypt",
            "lagId": None,
        }
        accounts[call["ownerAccount"]].regions[self.region].connections[connection_id] = hosted
        return ActionResult(hosted)

    def describe_hosted_connections(self) -> ActionResult:
        connections = [one for account in accounts.values() for one in account.regions[self.region].connections.values()]
        return ActionResult({"connections": [one for one in connections if one.get("partnerName")]})

    def confirm_connection(self) -> ActionResult:
        connection = found(self.here.connections, self.asked["connectionId"], "Connection")
        if connection["connectionState"] != "ordering":
            raise refused(f"Connection {connection['connectionId']} does not wait for a confirmation")
        connection["connectionState"] = "available"
        return ActionResult({"connectionState": "available"})

    def create_lag(self) -> ActionResult:
        call, tags = untagged(self.asked)
        if "connectionId" not in call:
            raise NotImplementedError
        lag_id = new_id("dxlag")
        first = found(self.here.connections, call["connectionId"], "Connection")
        self.here.lags[lag_id] = {
            "lagId": lag_id,
            "lagName": call["lagName"],
            "lagState": "available",
            "ownerAccount": self.current_account,
            "region": self.region,
            "location": call["location"],
            "connectionsBandwidth": call["connectionsBandwidth"],
            "numberOfConnections": 0,
            "minimumLinks": 0,
            "connections": [],
            "allowsHostedConnections": False,
            "jumboFrameCapable": True,
            "hasLogicalRedundancy": "unknown",
            "providerName": call.get("providerName", ""),
            "awsDeviceV2": first["awsDeviceV2"],
            "awsLogicalDeviceId": first["awsLogicalDeviceId"],
            "macSecCapable": False,
            "macSecKeys": [],
            "encryptionMode": "no_encrypt",
        }
        _join_lag(self.here.lags[lag_id], first)
        self.keep_tags("dxlag", lag_id, tags)
        return ActionResult(self.here.lags[lag_id])

    def describe_lags(self) -> ActionResult:
        lag_id = self.asked.get("lagId")
        lags = list(self.here.lags.values()) if lag_id is None else [found(self.here.lags, lag_id, "Lag")]
        return ActionResult({"lags": lags})

    def update_lag(self) -> ActionResult:
        lag = found(self.here.lags, self.asked["lagId"], "Lag")
        lag["lagName"] = self.asked.get("lagName", lag["lagName"])
        lag["minimumLinks"] = self.asked.get("minimumLinks", lag["minimumLinks"])
        return ActionResult(lag)

    def delete_lag(self) -> ActionResult:
        lag = found(self.here.lags, self.asked["lagId"], "Lag")
        _refuse_in_use(self, lag["lagId"])
        if lag["connections"]:
            raise refused(f"Lag {lag['lagId']} still has connections")
        return ActionResult({**self.here.lags.pop(lag["lagId"]), "lagState": "deleted"})

    def associate_connection_with_lag(self) -> ActionResult:
        lag = found(self.here.lags, self.asked["lagId"], "Lag")
        connection = found(self.here.connections, self.asked["connectionId"], "Connection")
        _join_lag(lag, connection)
        return ActionResult(connection)

    def disassociate_connection_from_lag(self) -> ActionResult:
        connection = found(self.here.connections, self.asked["connectionId"], "Connection")
        _leave_lag(self, connection)
        return ActionResult(connection)

    def associate_mac_sec_key(self) -> ActionResult:
        connection = found(self.here.connections, self.asked["connectionId"], "Connection")
        secret = self.asked.get("secretARN")
        if secret is None:
            raise NotImplementedError
        if not connection["macSecCapable"]:
            raise refused(f"Connection {connection['connectionId']} has no MACsec")
        key = {
            "secretARN": secret,
            "ckn": secret.encode().hex()[-64:],
            "state": "associated",
            "startOn": datetime.now(timezone.utc).isoformat(),
        }
        connection["macSecKeys"].append(key)
        connection["portEncryptionStatus"] = "Encryption Up"
        return ActionResult({"connectionId": connection["connectionId"], "macSecKeys": [key]})

    def disassociate_mac_sec_key(self) -> ActionResult:
        connection = found(self.here.connections, self.asked["connectionId"], "Connection")
        keys = connection["macSecKeys"]
        gone = [key for key in keys if key["secretARN"] == self.asked["secretARN"]]
        connection["macSecKeys"] = [key for key in keys if key not in gone]
        if not connection["macSecKeys"]:
            # AWS does the same, to prevent sudden packet loss.
            connection.update(encryptionMode="should_encrypt", portEncryptionStatus="Encryption Down")
        return ActionResult({"connectionId": connection["connectionId"], "macSecKeys": gone})

    def tag_resource(self) -> ActionResult:
        _, tags = untagged(self.asked)
        self.account.tags[self.asked["resourceArn"]].update(tags)
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        for key in self.asked["tagKeys"]:
            self.account.tags[self.asked["resourceArn"]].pop(key, None)
        return ActionResult({})

    def describe_tags(self) -> ActionResult:
        tags = self.account.tags
        return ActionResult({"resourceTags": [_tagged(arn, tags[arn]) for arn in self.asked["resourceArns"]]})


def _tagged(arn: str, tags: dict[str, str]) -> Item:
    return {"resourceArn": arn, "tags": [{"key": key, "value": value} for key, value in tags.items()]}


def _device(call: Call, location: str) -> Item:
    """AWS puts the connections of a location on different devices where it can."""
    there = [one for one in call.here.connections.values() if one["location"] == location]
    device = f"{location}-{len(there) % DEVICES_PER_LOCATION + 1}"
    return {"awsDevice": device, "awsDeviceV2": device, "awsLogicalDeviceId": device}


def _refuse_in_use(call: Call, connection_id: str) -> None:
    for interface in call.here.interfaces.values():
        if interface["connectionId"] == connection_id and interface["virtualInterfaceState"] != "deleted":
            raise refused(f"{connection_id} still has the virtual interface {interface['virtualInterfaceId']}")


def _join_lag(lag: Item, connection: Item) -> None:
    if connection["bandwidth"] != lag["connectionsBandwidth"]:
        raise refused("All connections in a LAG must have the same bandwidth")
    if connection["macSecCapable"] != lag["macSecCapable"]:
        raise refused(f"Connection {connection['connectionId']} and lag should be requested MacSec at the same time")
    if len(lag["connections"]) >= LARGEST_LAG[lag["connectionsBandwidth"]]:
        raise refused(f"Lag {lag['lagId']} has the most connections that it can have")
    # AWS refuses a port on another device; which one it gives cannot be asked for.
    connection.update(lagId=lag["lagId"], awsDeviceV2=lag["awsDeviceV2"], awsDevice=lag["awsDeviceV2"])
    lag["connections"].append(connection)
    lag["numberOfConnections"] = len(lag["connections"])


def _leave_lag(call: Call, connection: Item) -> None:
    lag = found(call.here.lags, connection["lagId"], "Lag")
    lag["connections"].remove(connection)
    lag["numberOfConnections"] = len(lag["connections"])
    connection["lagId"] = None
