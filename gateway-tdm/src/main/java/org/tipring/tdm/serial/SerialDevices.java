package org.tipring.tdm.serial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/// The serial ports that this machine has on the USB, by what stays the same: where they hang. Reads Linux's device tree each time, for a
/// replug may have changed everything.
public final class SerialDevices {

    private static final String BY_PATH = "/dev/serial/by-path/";

    private final Path sys;
    private final Path dev;

    /// Of this machine.
    public SerialDevices() {
        this(Path.of("/sys"), Path.of("/dev"));
    }

    /// @param sys where sysfs is, @param dev where the device nodes are
    SerialDevices(Path sys, Path dev) {
        this.sys = sys;
        this.dev = dev;
    }

    /// What still is open is closed at the end of the JVM, but not before `hungUp`: a program that hangs its lines up in a shutdown hook
    /// counts it down at the end of that.
    public static void closeAfter(CountDownLatch hungUp) {
        NativeLibrary.closeAfter(hungUp);
    }

    /// All ports that hang on the USB, in the order of their places.
    List<UsbPort> usbPorts() {
        List<UsbPort> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(sys.resolve("class/tty"), "tty{ACM,USB}*")) {
            for (Path entry : entries) {
                UsbPort port = UsbPort.of(entry.getFileName().toString(), entry.resolve("device").toRealPath().toString());
                if (port != null) {
                    found.add(port);
                }
            }
        } catch (IOException _) {
            // No sysfs, or a device that went while we looked: what cannot be read is not there.
        }
        found.sort(Comparator.comparing(UsbPort::controller).thenComparing(UsbPort::device).thenComparing(UsbPort::interfaceNumber));
        return found;
    }

    /// The node that a name stands for now. A name of `/dev/serial/by-path` is understood where udev has made no link for it, as in a
    /// container. Another name, and one that stands for nothing now, is given back as it is.
    public String node(String path) {
        if (!path.startsWith(BY_PATH) || Files.exists(Path.of(path))) {
            return path;
        }
        String name = path.substring(BY_PATH.length());
        return usbPorts().stream().filter(port -> port.byPath().equals(name)).map(port -> dev.resolve(port.node()).toString()).findFirst().orElse(path);
    }

    /// Another port of the same device.
    ///
    /// @param path of one of its ports
    /// @param difference how many interfaces after that the wanted one is
    /// @return its node
    /// @throws IOException when the device is not there or has no such interface; the message says what there is
    public String sibling(String path, int difference) throws IOException {
        Path node = Path.of(node(path));
        if (!Files.exists(node)) {
            throw new IOException(path + ": no such device; is it plugged in? There are " + present());
        }
        String name = node.toRealPath().getFileName().toString();
        List<UsbPort> all = usbPorts();
        UsbPort known = all.stream().filter(port -> port.node().equals(name)).findFirst()
                .orElseThrow(() -> new IOException(path + ": not a port on the USB, so its other ports cannot be found; name the audio port, too"));
        int interfaceNumber = known.interfaceNumber() + difference;
        return all.stream().filter(port -> port.sameDevice(known) && port.interfaceNumber() == interfaceNumber)
                .map(port -> dev.resolve(port.node()).toString()).findFirst()
                .orElseThrow(() -> new IOException(path + ": the device " + known.device() + " has no serial port on interface " + interfaceNumber
                        + "; it has " + all.stream().filter(known::sameDevice).map(port -> port.interfaceNumber() + " (" + port.node() + ")")
                                .collect(Collectors.joining(", "))));
    }

    /// For people who look for the right one: names that stay the same, and what hangs there.
    public String present() {
        List<UsbPort> ports = usbPorts();
        if (ports.isEmpty()) {
            return "none (no /dev/ttyACM*, no /dev/ttyUSB*)";
        }
        return ports.stream().map(port -> BY_PATH + port.byPath() + " (" + what(port) + ")").collect(Collectors.joining(", "));
    }

    private String what(UsbPort port) {
        Path device;
        try {
            device = sys.resolve("class/tty").resolve(port.node()).resolve("device").toRealPath();
        } catch (IOException _) {
            return port.node();
        }
        while (device != null && !device.endsWith(port.device())) {
            device = device.getParent();
        }
        String text = device == null ? "" : (text(device, "manufacturer") + " " + text(device, "product")).strip();
        return port.node() + (text.isEmpty() ? "" : ", " + text) + (device == null ? "" : ", " + text(device, "idVendor") + ":" + text(device, "idProduct"));
    }

    private static String text(Path device, String attribute) {
        try {
            return Files.readString(device.resolve(attribute)).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
