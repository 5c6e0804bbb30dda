package org.tipring.tdm.serial;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The master side of a pseudo-terminal: a serial port of which our program plays the device.
///
/// A pseudo-terminal has no DTR wire. What stands for it: while no client has the port open, [#read] says [#NO_CLIENT], because closing a
/// real port drops DTR.
///
/// Never blocks, but for [#poll]. Owned by one thread.
public final class Pty implements AutoCloseable {

    /// Nobody has the port open.
    public static final int NO_CLIENT = -1;

    private static final int BUFFER = 4096;
    private static final int POLLFD_SIZE = 8;

    private final Arena arena = Arena.ofShared();
    private final PosixTerminal system = new PosixTerminal(arena);
    private final MemorySegment buffer = arena.allocate(BUFFER);
    private final Path link;
    private int fd = -1;
    private Path device;

    private Pty(Path link) {
        this.link = link;
    }

    /// @param link a symbolic link for clients, which survives [#replug]; an old link there is replaced. Null for none
    public static Pty open(Path link) throws IOException {
        Pty pty = new Pty(link == null ? null : link.toAbsolutePath());
        try {
            pty.replug();
        } catch (IOException e) {
            pty.close();
            throw e;
        }
        return pty;
    }

    /// What a client should open.
    public Path path() {
        return link != null ? link : device;
    }

    /// Whether the device is there.
    public boolean plugged() {
        return fd >= 0;
    }

    /// Makes a new port, raw before anybody can learn its name, and points the link at it.
    public void replug() throws IOException {
        if (plugged()) {
            return;
        }
        int opened = system.openMaster();
        if (opened < 0) {
            throw new IOException("cannot make a pseudo-terminal (errno " + system.errno() + "); is /dev/pts mounted, and /dev/ptmx there?");
        }
        fd = opened;
        String name = system.makeRaw(fd) && system.unlock(fd) ? system.clientName(fd) : null;
        if (name == null || !system.openOnce(name)) {
            int why = system.errno();
            unplug();
            throw new IOException("cannot set up a pseudo-terminal (errno " + why + ")");
        }
        device = Path.of(name);
        if (link != null) {
            pointLink();
        }
    }

    private void pointLink() throws IOException {
        if (Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            unplug();
            throw new IOException(link + " is there already and is no symbolic link; choose another path");
        }
        Files.createDirectories(link.getParent());
        Path next = link.resolveSibling("." + link.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, device);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Takes the port away, as when a USB plug is pulled: clients read an error, the link is gone.
    public void unplug() {
        if (!plugged()) {
            return;
        }
        if (link != null) {
            try {
                if (Files.isSymbolicLink(link)) {
                    Files.delete(link);
                }
            } catch (IOException _) {
                // A link that stays points nowhere, which is what clients are to find.
            }
        }
        system.close(fd);
        fd = -1;
    }

    /// @return bytes read, 0 when there are none, or [#NO_CLIENT]
    public int read(byte[] into) {
        if (!plugged()) {
            return NO_CLIENT;
        }
        long count = system.read(fd, buffer, Math.min(into.length, BUFFER));
        if (count > 0) {
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, 0, (int) count);
            return (int) count;
        }
        int why = system.errno();
        return count < 0 && (why == PosixTerminal.EAGAIN || why == PosixTerminal.EINTR) ? 0 : NO_CLIENT;
    }

    /// @return how many bytes the system took; fewer than `length` when the client does not read
    public int write(byte[] from, int offset, int length) {
        if (!plugged() || length == 0) {
            return 0;
        }
        int most = Math.min(length, BUFFER);
        MemorySegment.copy(from, offset, buffer, ValueLayout.JAVA_BYTE, 0, most);
        return (int) Math.max(0, system.write(fd, buffer, most));
    }

    /// Waits until one of the ports has bytes to read, or until the time is over. A port without a client is always "ready": leave it out.
    public static void poll(List<Pty> ports, int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate((long) POLLFD_SIZE * Math.max(1, ports.size()), 8);
            for (int i = 0; i < ports.size(); i++) {
                fds.set(ValueLayout.JAVA_INT, (long) i * POLLFD_SIZE, ports.get(i).fd);
                fds.set(ValueLayout.JAVA_SHORT, (long) i * POLLFD_SIZE + 4, PosixTerminal.POLLIN);
            }
            int _ = new PosixTerminal(arena).poll(fds, ports.size(), timeoutMillis);
        }
    }

    @Override
    public void close() {
        unplug();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
