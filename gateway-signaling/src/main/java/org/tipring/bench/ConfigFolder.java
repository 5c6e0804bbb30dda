package org.tipring.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The configuration of a gateway for one run: on the loopback interface, on ports that disturb nobody, with its state in the same folder.
///
/// Telephones are 201, 202, ...; lines are fxo1, fxo2, ... in the order of [#line]. `9` and a number goes out on a line, a call that comes
/// in rings 201.
public final class ConfigFolder {

    public static final String REALM = "tipring";
    public static final String PASSWORD = "quiet-harbour-41";
    private static final int FIRST_PHONE = 201;

    private final Path path;
    private final int udpPort;
    private final List<Path> lines = new ArrayList<>();
    private int phones = 2;
    private String mediaPorts = "20000-25999";

    public ConfigFolder(Path path) throws IOException {
        this.path = path;
        this.udpPort = freePort();
    }

    /// In a folder of its own, for [#delete].
    public static ConfigFolder temporary() throws IOException {
        return new ConfigFolder(Files.createTempDirectory("tipring-bench-"));
    }

    /// A line whose modem is there.
    public ConfigFolder line(Path device) {
        lines.add(device);
        return this;
    }

    public ConfigFolder phones(int count) {
        phones = count;
        return this;
    }

    /// @param range first even, last odd, such as `20000-20999`
    public ConfigFolder mediaPorts(String range) {
        mediaPorts = range;
        return this;
    }

    public Path path() {
        return path;
    }

    /// Where SIP over UDP is answered.
    public int udpPort() {
        return udpPort;
    }

    public InetSocketAddress sip() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), udpPort);
    }

    public Path records() {
        return path.resolve("calls.jsonl");
    }

    /// Writes the files.
    public ConfigFolder write() throws IOException {
        Files.writeString(path.resolve("gateway.ini"), """
                [sip]
                bind     = 127.0.0.1
                udp port = %d
                tcp port = none
                realm    = %s
                digest   = md5      ; SIPp has no other

                [media]
                bind  = 127.0.0.1
                ports = %s

                [records]
                state = %s

                [status]
                port = 0
                """.formatted(udpPort, REALM, mediaPorts, path));
        StringBuilder telephones = new StringBuilder();
        List<String> users = new ArrayList<>();
        for (int user = FIRST_PHONE; user < FIRST_PHONE + phones; user++) {
            telephones.append("[phone ").append(user).append("]\npassword = ").append(PASSWORD).append("\n\n");
            users.add(Integer.toString(user));
        }
        Files.writeString(path.resolve("phones.ini"), telephones);
        StringBuilder modems = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (Path device : lines) {
            names.add("fxo" + (names.size() + 1));
            modems.append("[line ").append(names.getLast()).append("]\ndevice = ").append(device.toAbsolutePath()).append("\n\n");
        }
        Files.writeString(path.resolve("lines.ini"), modems);
        Files.writeString(path.resolve("dialplan.ini"), dialPlan(users, names));
        return this;
    }

    private static String dialPlan(List<String> users, List<String> lines) {
        String phones = """
                [country]
                name   = US
                code   = 1
                trunk  = 1
                abroad = 011

                [interface phones]
                sip     = registrar
                members = %s
                numbers = as-dialled

                [route extensions]
                from   = phones
                called = 2XX
                to     = phones
                """.formatted(String.join(", ", users));
        return lines.isEmpty() ? phones : phones + """

                [interface landlines]
                members = %s
                numbers = national

                [route out]
                from   = phones
                called = 9 X...
                to     = landlines, strip 1

                [route in]
                from = landlines
                to   = phones, set %s
                """.formatted(String.join(", ", lines), users.getFirst());
    }

    /// Throws the folder away.
    public void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// A UDP port of the loopback interface that is free now.
    public static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }
}
