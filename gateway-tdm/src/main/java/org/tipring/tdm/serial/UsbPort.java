package org.tipring.tdm.serial;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a serial port hangs on the USB: what stays the same when a device is pulled out and put back, or when another one is there first.
/// Pure; read from the place of the port in Linux's device tree:
///
/// ```
///  devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1.4/1-1.4:1.2/ttyUSB2
///                     controller             device  : configuration.interface
/// ```
///
/// @param node `ttyUSB2`, which does not stay the same
/// @param controller `pci-0000:00:14.0` or `platform-3f980000.usb`, as udev's path_id says it
/// @param device `1-1.4`: bus, then the ports of the hubs on the way
/// @param configuration usually 1
/// @param interfaceNumber which of the device's interfaces; it tells the roles of a modem with several ports apart
/// @param converter a port of Linux's usb-serial (`ttyUSB`), not of CDC-ACM (`ttyACM`)
public record UsbPort(String node, String controller, String device, int configuration, int interfaceNumber, boolean converter) {

    private static final Pattern INTERFACE = Pattern.compile("(\\d+-\\d+(?:\\.\\d+)*):(\\d+)\\.(\\d+)");
    private static final Pattern PCI = Pattern.compile("\\p{XDigit}{4,}:\\p{XDigit}{2}:\\p{XDigit}{2}\\.\\p{XDigit}");
    private static final Pattern BUS = Pattern.compile("usb\\d+");

    /// @param node name of the port
    /// @param place of the port's device, as in the comment above; with or without `/sys` in front
    /// @return null when the port does not hang on the USB
    public static UsbPort of(String node, String place) {
        String pci = null;
        String platform = null;
        boolean onPlatform = false;
        boolean beyondBus = false;
        for (String part : place.split("/")) {
            Matcher matcher = INTERFACE.matcher(part);
            if (beyondBus && matcher.matches()) {
                // path_id keeps the nearest of each kind.
                String on = (platform == null ? "" : "platform-" + platform) + (platform == null || pci == null ? "" : "-")
                        + (pci == null ? "" : "pci-" + pci);
                return new UsbPort(node, on, matcher.group(1), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3), 16),
                        !place.endsWith(part));
            }
            if (BUS.matcher(part).matches()) {
                beyondBus = true;
            } else if (PCI.matcher(part).matches()) {
                pci = part;
                onPlatform = false;
            } else if (part.equals("platform")) {
                onPlatform = true;
            } else if (part.startsWith("pci")) {
                onPlatform = false;
            } else if (onPlatform && !beyondBus) {
                platform = part;
            }
        }
        return null;
    }

    /// The name under `/dev/serial/by-path`, as udev makes it.
    public String byPath() {
        return controller + "-usb-0:" + device.substring(device.indexOf('-') + 1) + ":" + configuration + "." + interfaceNumber
                + (converter ? "-port0" : "");
    }

    /// Whether both are interfaces of one device.
    public boolean sameDevice(UsbPort other) {
        return device.equals(other.device) && controller.equals(other.controller);
    }
}
