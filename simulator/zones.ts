import { regionCode } from "./regions";
import { isList, type Values } from "./values";

interface Zone {
  readonly name: string;
  readonly zoneId: string;
}

/** The first zones of a region. */
function zonesOf(region: string, count: number): Zone[] {
  return Array.from({ length: count }, (_, index) => ({
    name: region + String.fromCharCode("a".charCodeAt(0) + index),
    zoneId: `${regionCode(region)}-az${String(index + 1)}`,
  }));
}

/** Three zones, as most regions have. */
export function availabilityZones(args: Values, { region }: { readonly region: string }): Values {
  const excluded = [args["excludeNames"], args["excludeZoneIds"]].flatMap((list) =>
    isList(list) ? list : [],
  );
  const zones = zonesOf(region, 3).filter(
    ({ name, zoneId }) => !excluded.includes(name) && !excluded.includes(zoneId),
  );
  return {
    ...args,
    groupNames: [`${region}-zg-1`],
    id: region,
    names: zones.map(({ name }) => name),
    region,
    zoneIds: zones.map(({ zoneId }) => zoneId),
  };
}

/** Any of six zones, as the largest region has. */
export function availabilityZone(args: Values, { region }: { readonly region: string }): Values {
  const zones = zonesOf(region, 6);
  const found = zones.find(({ name, zoneId }) => name === args["name"] || zoneId === args["zoneId"]);
  if (found === undefined) {
    const asked = JSON.stringify(args["name"] ?? args["zoneId"] ?? "");
    throw new Error(`getAvailabilityZone: ${asked} is none of ${zones.map(({ name }) => name).join(", ")}`);
  }
  return {
    ...args,
    ...found,
    groupLongName: region,
    groupName: `${region}-zg-1`,
    id: found.name,
    nameSuffix: found.name.slice(region.length),
    networkBorderGroup: region,
    optInStatus: "opt-in-not-required",
    parentZoneId: "",
    parentZoneName: "",
    region,
    state: "available",
    zoneType: "availability-zone",
  };
}
