package org.tipring.tdm.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsbPortTest {

    private static final String PC = "devices/pci0000:00/0000:00:14.0/usb1/1-1";

    @TempDir
    private Path root;

    private SerialDevices devices;

    @BeforeEach
    void machine() throws IOException {
        devices = new SerialDevices(root.resolve("sys"), root.resolve("dev"));
        Files.createDirectories(root.resolve("dev"));
        // Two modems with the same serial number behind a hub, and a cellular module with its four ports.
        plug(PC + "/1-1.1/1-1.1:1.0", "ttyACM0", false, "0572", "1340", "Conexant", "USB Modem");
        plug(PC + "/1-1.2/1-1.2:1.0", "ttyACM1", false, "0572", "1340", "Conexant", "USB Modem");
        for (int i = 0; i < 4; i++) {
            plug(PC + "/1-1.4/1-1.4:1." + i, "ttyUSB" + i, true, "2c7c", "0125", "Quectel", "EC25-E");
        }
    }

    /// As Linux shows it: the port's node below its interface (CDC-ACM), or below one more device of the same name (usb-serial).
    private void plug(String place, String node, boolean converter, String vendor, String product, String maker, String name) throws IOException {
        Path port = root.resolve("sys").resolve(place).resolve(converter ? node + "/tty/" + node : "tty/" + node);
        Path device = converter ? port.getParent().getParent() : port.getParent().getParent();
        Files.createDirectories(port);
        Files.createSymbolicLink(port.resolve("device"), device);
        Path classTty = Files.createDirectories(root.resolve("sys/class/tty"));
        Files.createSymbolicLink(classTty.resolve(node), port);
        Path usb = root.resolve("sys").resolve(place).getParent();
        Files.writeString(usb.resolve("idVendor"), vendor + "\n");
        Files.writeString(usb.resolve("idProduct"), product + "\n");
        Files.writeString(usb.resolve("manufacturer"), maker + "\n");
        Files.writeString(usb.resolve("product"), name + "\n");
        Files.createFile(root.resolve("dev").resolve(node));
    }

    private void unplug(String node) throws IOException {
        Files.delete(root.resolve("sys/class/tty").resolve(node));
        Files.delete(root.resolve("dev").resolve(node));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /sys/devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1.4/1-1.4:1.2/ttyUSB2                | pci-0000:00:14.0-usb-0:1.4:1.2-port0
            /sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0                                | pci-0000:00:14.0-usb-0:2:1.0
            /sys/devices/pci0000:00/0000:00:1c.4/0000:03:00.0/usb4/4-1/4-1.3/4-1.3.2/4-1.3.2:1.1 | pci-0000:03:00.0-usb-0:1.3.2:1.1
            /sys/devices/platform/soc/3f980000.usb/usb1/1-1/1-1.2/1-1.2:1.0                      | platform-3f980000.usb-usb-0:1.2:1.0
            /sys/devices/platform/scb/fd500000.pcie/pci0000:00/0000:00:00.0/0000:01:00.0/usb1/1-1/1-1.1/1-1.1:1.0 | platform-fd500000.pcie-pci-0000:01:00.0-usb-0:1.1:1.0
            """)
    void theNameIsTheOneThatUdevMakes(String place, String name) {
        assertThat(UsbPort.of("tty", place).byPath()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"/sys/devices/pnp0/00:00/00:00:0/00:00:0.0", "/sys/devices/platform/serial8250", "/sys/devices/virtual/tty", "''", "/1-1:1.0"})
    void whatHangsElsewhereIsNoUsbPort(String place) {
        assertThat(UsbPort.of("ttyS0", place)).isNull();
    }

    @Test
    void modemsWithTheSameSerialNumberAreToldApartByTheirPlace() {
        String first = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.1:1.0";
        String second = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.2:1.0";
        assertThat(devices.node(first)).endsWith("/dev/ttyACM0");
        assertThat(devices.node(second)).endsWith("/dev/ttyACM1");
        assertThat(devices.present()).contains(first + " (ttyACM0, Conexant USB Modem, 0572:1340)");
    }

    @Test
    void afterAReplugThePlaceLeadsToTheNewNode() throws IOException {
        String path = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.2:1.0";
        unplug("ttyACM1");
        assertThat(devices.node(path)).as("nothing there").isEqualTo(path);
        plugAgain();
        assertThat(devices.node(path)).endsWith("/dev/ttyACM7");
    }

    private void plugAgain() throws IOException {
        plug(PC + "/1-1.2/1-1.2:1.0", "ttyACM7", false, "0572", "1340", "Conexant", "USB Modem");
    }

    @Test
    void theOtherPortsOfADeviceAreFoundByTheirInterface() throws IOException {
        String at = root.resolve("dev/ttyUSB2").toString();
        assertThat(devices.sibling(at, -1)).endsWith("/dev/ttyUSB1");
        assertThatThrownBy(() -> devices.sibling(at, 4)).isInstanceOf(IOException.class).hasMessageContaining("1-1.4").hasMessageContaining("interface 6").hasMessageContaining("2 (ttyUSB2)");
        assertThatThrownBy(() -> devices.sibling("/dev/nowhere", 1)).hasMessageContaining("no such device").hasMessageContaining("ttyUSB2, Quectel");
    }

    @Test
    void aMachineWithoutAnyHasNone() {
        assertThat(new SerialDevices(root.resolve("nothing"), root).present()).startsWith("none");
    }
}
