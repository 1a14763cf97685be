import { runDeviceConfig } from "./vpn/program";

// `npm run vpn:device-config`: prints how to configure the device on-premises at the other end of a VPN connection.

void runDeviceConfig(process.argv.slice(2)).then((code) => (process.exitCode = code));
