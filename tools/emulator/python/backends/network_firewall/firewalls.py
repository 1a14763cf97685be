"""Firewalls and their endpoints, which routes lead to."""

from uuid import uuid4

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends

from .store import Call, Item, invalid, refused

# What an item of the store has and AWS does not tell: the endpoints by zone.
ENDPOINTS = "endpoints"
PROTECTIONS = ("DeleteProtection", "SubnetChangeProtection", "FirewallPolicyChangeProtection")


class Firewalls(Call):
    def create_firewall(self) -> ActionResult:
        arn = self.arn("firewall", self.asked["FirewallName"])
        item = {
            "FirewallName": self.asked["FirewallName"],
            "FirewallArn": arn,
            "FirewallId": str(uuid4()),
            "VpcId": self.asked["VpcId"],
            "FirewallPolicyArn": self._policy_arn(),
            "Description": self.asked.get("Description"),
            "EncryptionConfiguration": self.asked.get("EncryptionConfiguration") or {"Type": "AWS_OWNED_KMS_KEY"},
            "SubnetMappings": [],
            ENDPOINTS: {},
            **{name: self.asked.get(name) or False for name in PROTECTIONS},
        }
        mappings = self.asked.get("SubnetMappings") or []
        self._check_subnets(item, mappings)
        self.keep_new(self.here.firewalls, arn, item)
        self._open(item, mappings)
        return self._answer(item)

    def describe_firewall(self) -> ActionResult:
        return self._answer(self._firewall())

    def list_firewalls(self) -> ActionResult:
        wanted = self.asked.get("VpcIds")
        matching = [one for one in self.here.firewalls.values() if not wanted or one["VpcId"] in wanted]
        return ActionResult({"Firewalls": [{name: one[name] for name in ("FirewallName", "FirewallArn")} for one in matching]})

    def delete_firewall(self) -> ActionResult:
        item = self._firewall()
        if item["DeleteProtection"]:
            raise refused(f"Unable to delete the firewall while its delete protection is enabled: {item['FirewallArn']}")
        self._close(item, list(item[ENDPOINTS]))
        del self.here.firewalls[item["FirewallArn"]]
        return self._answer(item, status="DELETING")

    def associate_subnets(self) -> ActionResult:
        item = self._firewall()
        self._check_protection(item, "SubnetChangeProtection")
        mappings = self.asked["SubnetMappings"]
        self._check_subnets(item, mappings)
        token = self.change(item["FirewallArn"])
        self._open(item, mappings)
        return ActionResult({**_names(item), "SubnetMappings": item["SubnetMappings"], "UpdateToken": token})

    def disassociate_subnets(self) -> ActionResult:
        item = self._firewall()
        self._check_protection(item, "SubnetChangeProtection")
        leaving = self.asked["SubnetIds"]
        zones = [zone for zone, (subnet_id, _) in item[ENDPOINTS].items() if subnet_id in leaving]
        self._close(item, zones)
        token = self.change(item["FirewallArn"])
        item["SubnetMappings"] = [one for one in item["SubnetMappings"] if one["SubnetId"] not in leaving]
        return ActionResult({**_names(item), "SubnetMappings": item["SubnetMappings"], "UpdateToken": token})

    def associate_firewall_policy(self) -> ActionResult:
        item = self._firewall()
        self._check_protection(item, "FirewallPolicyChangeProtection")
        return self._update(item, FirewallPolicyArn=self._policy_arn())

    def update_firewall_delete_protection(self) -> ActionResult:
        return self._update(self._firewall(), DeleteProtection=self.asked["DeleteProtection"])

    def update_subnet_change_protection(self) -> ActionResult:
        return self._update(self._firewall(), SubnetChangeProtection=self.asked["SubnetChangeProtection"])

    def update_firewall_policy_change_protection(self) -> ActionResult:
        value = self.asked["FirewallPolicyChangeProtection"]
        return self._update(self._firewall(), FirewallPolicyChangeProtection=value)

    def update_firewall_description(self) -> ActionResult:
        return self._update(self._firewall(), Description=self.asked.get("Description"))

    def update_firewall_encryption_configuration(self) -> ActionResult:
        self.check_key(self.asked)
        return self._update(self._firewall(), EncryptionConfiguration=self.asked["EncryptionConfiguration"])

    def _firewall(self) -> Item:
        return self.found(self.here.firewalls, "firewall", "Firewall")

    def _policy_arn(self) -> str:
        arn = self.asked["FirewallPolicyArn"]
        if arn not in self.here.policies:
            raise invalid(f"Firewall policy does not exist: {arn}")
        return str(arn)

    def _update(self, item: Item, **values: object) -> ActionResult:
        token = self.change(item["FirewallArn"])
        item.update(values)
        return ActionResult({**_names(item), **values, "UpdateToken": token})

    def _check_protection(self, item: Item, protection: str) -> None:
        if item[protection]:
            raise refused(f"{protection} is enabled: {item['FirewallArn']}")

    def _check_subnets(self, item: Item, mappings: list[Item]) -> None:
        zones = list(item[ENDPOINTS])
        for mapping in mappings:
            subnet = ec2_backends[self.current_account][self.region].get_subnet(mapping["SubnetId"])
            if subnet.vpc_id != item["VpcId"]:
                raise invalid(f"Subnet is not in the VPC of the firewall: {subnet.id}")
            if mapping.get("IPAddressType") in ("DUALSTACK", "IPV6") and not subnet.ipv6_cidr_block_associations:
                raise invalid(f"Subnet has no IPv6 block: {subnet.id}")
            zones.append(subnet.availability_zone)
        if len(set(zones)) < len(zones):
            raise invalid(f"A firewall has one subnet in each Availability Zone: {zones}")

    def _open(self, item: Item, mappings: list[Item]) -> None:
        ec2 = ec2_backends[self.current_account][self.region]
        for mapping in mappings:
            subnet = ec2.get_subnet(mapping["SubnetId"])
            service = f"com.amazonaws.vpce.{self.region}.vpce-svc-{item['FirewallId'].replace('-', '')[:17]}"
            endpoint = ec2.create_vpc_endpoint(item["VpcId"], service, "GatewayLoadBalancer", None, [], [subnet.id])
            item[ENDPOINTS][subnet.availability_zone] = (subnet.id, endpoint.id)
            item["SubnetMappings"].append({"IPAddressType": "IPV4", **mapping})

    def _close(self, item: Item, zones: list[str]) -> None:
        """An endpoint ends only when no route leads to it.

        https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html
        """
        ec2 = ec2_backends[self.current_account][self.region]
        for zone in zones:
            _, endpoint_id = item[ENDPOINTS][zone]
            for table in ec2.route_tables.values():
                if any(route.vpc_endpoint_id == endpoint_id for route in table.routes):
                    raise refused(f"The endpoint {endpoint_id} is still in use: a route of {table.id} leads to it")
        for zone in zones:
            _, endpoint_id = item[ENDPOINTS].pop(zone)
            del ec2.vpc_end_points[endpoint_id]

    def _answer(self, item: Item, status: str = "READY") -> ActionResult:
        states = {
            zone: {
                "Attachment": {"SubnetId": subnet_id, "EndpointId": endpoint_id, "Status": status},
                "Config": {item["FirewallPolicyArn"]: {"SyncStatus": "IN_SYNC"}},
            }
            for zone, (subnet_id, endpoint_id) in item[ENDPOINTS].items()
        }
        told = {name: value for name, value in item.items() if name not in (ENDPOINTS, "logs") and value is not None}
        return ActionResult(
            {
                "UpdateToken": self.here.tokens.get(item["FirewallArn"]),
                "Firewall": {**told, "Tags": self.tags_of(item["FirewallArn"])},
                "FirewallStatus": {"Status": status, "ConfigurationSyncStateSummary": "IN_SYNC", "SyncStates": states},
            }
        )


def _names(item: Item) -> Item:
    return {name: item[name] for name in ("FirewallArn", "FirewallName")}
