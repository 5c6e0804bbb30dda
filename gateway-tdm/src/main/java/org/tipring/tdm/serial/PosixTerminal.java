package org.tipring.tdm.serial;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The system's own functions for pseudo-terminals (POSIX, as Linux has them), through the foreign function interface.
final class PosixTerminal {

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;

    static final short POLLIN = 0x1;

    /// `open` flags of Linux: read and write, no controlling terminal, do not block, close on exec.
    private static final int OPEN_FLAGS = 0x2 | 0x100 | 0x800 | 0x80000;
    private static final int TCSANOW = 0;
    /// More than any system's `struct termios`; 60 bytes on Linux.
    private static final long TERMIOS_SIZE = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle POSIX_OPENPT = function("posix_openpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle GRANTPT = function("grantpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle UNLOCKPT = function("unlockpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle PTSNAME_R = function("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle TCGETATTR = function("tcgetattr", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle TCSETATTR = function("tcsetattr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle CFMAKERAW = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("cfmakeraw"),
            FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

    /// Where a failed call leaves its reason; one for each owner of terminals.
    private final MemorySegment state;

    PosixTerminal(Arena arena) {
        this.state = arena.allocate(CAPTURED);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    /// @return a file descriptor of the master side, or -1
    int openMaster() {
        try {
            return (int) POSIX_OPENPT.invokeExact(state, OPEN_FLAGS);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Lets the client side be opened.
    boolean unlock(int fd) {
        try {
            return (int) GRANTPT.invokeExact(state, fd) == 0 && (int) UNLOCKPT.invokeExact(state, fd) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// @return `/dev/pts/N`, or null
    String clientName(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(128);
            return (int) PTSNAME_R.invokeExact(state, fd, name, 128L) == 0 ? name.getString(0) : null;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Opens the client side once and closes it. Until the first client has gone, Linux does not tell a master that there is none.
    boolean openOnce(String clientName) {
        try (Arena arena = Arena.ofConfined()) {
            int client = (int) OPEN.invokeExact(state, arena.allocateFrom(clientName), OPEN_FLAGS);
            if (client >= 0) {
                close(client);
            }
            return client >= 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// No echo, no line editing, all 256 bytes as they are. On Linux the master's settings are the client's.
    boolean makeRaw(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_SIZE, 8);
            if ((int) TCGETATTR.invokeExact(state, fd, termios) != 0) {
                return false;
            }
            CFMAKERAW.invokeExact(termios);
            return (int) TCSETATTR.invokeExact(state, fd, TCSANOW, termios) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    long read(int fd, MemorySegment into, long length) {
        try {
            return (long) READ.invokeExact(state, fd, into, length);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    long write(int fd, MemorySegment from, long length) {
        try {
            return (long) WRITE.invokeExact(state, fd, from, length);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// @param fds `struct pollfd` one after the other: int fd, short events, short revents
    int poll(MemorySegment fds, long count, int timeoutMillis) {
        try {
            return (int) POLL.invokeExact(state, fds, count, timeoutMillis);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void close(int fd) {
        try {
            int _ = (int) CLOSE.invokeExact(state, fd);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
