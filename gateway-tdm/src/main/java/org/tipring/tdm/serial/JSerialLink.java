package org.tipring.tdm.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A serial port of this machine, through jSerialComm. Good for one [#open] and one [#close].
///
/// One platform thread `line-<name>` waits in the native read: a virtual thread would hold on to its carrier there. The read returns as
/// soon as there is a byte (semi-blocking, no time-out: the cheapest and the quickest of the library's modes); listeners are not used,
/// because they spin when the device goes. Gone is: a read that gives nothing, or a write that takes nothing.
///
/// DTR and RTS are left alone before the port is open: touching them clears HUPCL for good, and with it the hang-up of a modem whose
/// gateway is killed.
public final class JSerialLink implements SerialLink {

    private static final System.Logger LOG = System.getLogger(JSerialLink.class.getName());
    /// Means nothing to a USB modem, and is enough for G.711 (8000 bytes/s, shielded) on a real UART.
    private static final int BAUD = 115_200;
    /// For what has several ports behind one UART.
    public static final int FAST_BAUD = 921_600;
    private static final int READ_BYTES = 4096;
    /// A driver that takes longer than this to close has hung.
    private static final long CLOSE_MILLIS = 2_000;
    private static final int EACCES = 13;
    private static final int EAGAIN = 11;
    private static final int EBUSY = 16;

    /// Ports that are being opened or closed, by path: either may hang in the driver, and until it is done nobody else can open the port.
    private static final Map<String, Busy> BUSY = new ConcurrentHashMap<>();

    private record Busy(Thread thread, long sinceNanos) {

        static Busy now(Thread thread) {
            return new Busy(thread, System.nanoTime());
        }

        boolean hangs() {
            return System.nanoTime() - sinceNanos > CLOSE_MILLIS * 1_000_000L;
        }
    }

    private static final SerialDevices DEVICES = new SerialDevices();

    private final String path;
    private final String line;
    private final int baud;
    private final AtomicBoolean over = new AtomicBoolean();
    private final WriteQueue out = new WriteQueue(this::writeToPort);
    private final AtomicReference<SerialPort> port = new AtomicReference<>();
    private volatile Receiver receiver;
    private volatile Thread reader;
    private volatile Thread writer;

    /// @param path `/dev/ttyACM0`, better a name under `/dev/serial/by-path`
    /// @param line names the reader thread
    public JSerialLink(String path, String line) {
        this(path, line, BAUD);
    }

    /// @param baud of a real UART; means nothing to USB
    public JSerialLink(String path, String line, int baud) {
        this.path = path;
        this.line = line;
        this.baud = baud;
    }

    @Override
    public void open(Receiver receiver) throws IOException {
        checkDevice();
        Busy busy = BUSY.get(path);
        if (busy != null && busy.thread.isAlive()) {
            throw busy.hangs() ? new WedgedException(path + ": the driver has hung with the device; unplug it, wait ten seconds and plug it in again")
                    : new IOException(path + ": the driver has not let go of the port yet");
        }
        NativeLibrary.load();
        this.receiver = receiver;
        Busy opens = Busy.now(Thread.currentThread());
        BUSY.put(path, opens);
        SerialPort opened;
        try {
            opened = openPort();
        } finally {
            BUSY.remove(path, opens);
        }
        port.set(opened);
        if (over.get()) {
            // Given up while the driver took its time.
            close();
            throw new IOException(path + ": closed before it was open");
        }
        Thread reading = Thread.ofPlatform().name("line-" + line).daemon(true).priority(Thread.MAX_PRIORITY).unstarted(() -> read(opened));
        reader = reading;
        writer = Thread.ofPlatform().name("write-" + line).daemon(true).priority(Thread.MAX_PRIORITY).start(this::writeForOthers);
        reading.start();
    }

    private void checkDevice() throws IOException {
        Path device = Path.of(DEVICES.node(path));
        if (!Files.exists(device)) {
            throw new IOException(path + ": no such device; is it plugged in? There are " + DEVICES.present());
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw new IOException(refused());
        }
    }

    private String refused() {
        String user = System.getProperty("user.name");
        return path + ": the user " + user + " may not open it; serial ports belong to the group dialout: usermod -aG dialout " + user
                + ", then log in again or restart the service";
    }

    private SerialPort openPort() throws IOException {
        SerialPort opening;
        try {
            // Looked up each time: a name under /dev/serial points elsewhere after a replug.
            opening = SerialPort.getCommPort(DEVICES.node(path));
        } catch (SerialPortInvalidPortException e) {
            throw new IOException(path + ": no serial port; there are " + DEVICES.present(), e);
        }
        opening.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        // No XON/XOFF: 0x11 and 0x13 are samples.
        opening.setFlowControl(SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED);
        opening.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 0, 0);
        if (!opening.openPort()) {
            throw new IOException(switch (opening.getLastErrorCode()) {
                case EACCES -> refused();
                case EAGAIN, EBUSY -> path + ": another program has it open (fuser " + path
                        + " names it; ModemManager is a usual one: systemctl disable --now ModemManager)";
                default -> path + ": cannot be opened (error " + opening.getLastErrorCode() + "); unplug the device and plug it in again";
            });
        }
        opening.flushIOBuffers();
        return opening;
    }

    private void read(SerialPort opened) {
        byte[] bytes = new byte[READ_BYTES];
        while (!over.get()) {
            int length = opened.readBytes(bytes, READ_BYTES);
            long atNanos = System.nanoTime();
            if (length <= 0) {
                gone(path + ": the device is gone");
            } else if (!over.get()) {
                deliver(bytes, length, atNanos);
            }
        }
    }

    private void deliver(byte[] bytes, int length, long atNanos) {
        try {
            receiver.bytes(bytes, length, atNanos);
        } catch (RuntimeException e) {
            // A defect of ours: the port is opened anew, other lines go on.
            LOG.log(System.Logger.Level.ERROR, "line=" + line + " port-failed: what the device said could not be handled", e);
            gone(path + ": internal error, see the log: " + e);
        }
    }

    private void gone(String why) {
        if (over.compareAndSet(false, true)) {
            LockSupport.unpark(writer);
            receiver.gone(why);
        }
    }

    /// The reader thread writes its sound itself, and waits with a device that takes nothing: it has nothing else to do. Everybody else
    /// leaves what he has to the writer thread, so that one stuck device holds up its own line only.
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (over.get() || port.get() == null) {
            return;
        }
        if (Thread.currentThread() != reader) {
            out.leave(bytes, offset, length);
            LockSupport.unpark(writer);
        } else if (!out.write(bytes, offset, length)) {
            gone(path + ": the device takes nothing more");
        }
    }

    private void writeForOthers() {
        while (!over.get()) {
            if (!out.flush()) {
                gone(path + ": the device takes nothing more");
            }
            LockSupport.park();
        }
    }

    private int writeToPort(byte[] bytes, int offset, int length) {
        SerialPort opened = port.get();
        return opened == null ? 0 : opened.writeBytes(bytes, length, offset);
    }

    /// Bytes that were dropped because the device took nothing for seconds.
    public long droppedBytes() {
        return out.droppedBytes();
    }

    /// Closing frees a thread that is stuck in a read or a write, but may hang in the driver itself: so it has a thread of its own.
    @Override
    public void close() {
        over.set(true);
        LockSupport.unpark(writer);
        SerialPort closing = port.getAndSet(null);
        if (closing == null) {
            return;
        }
        Thread closer = Thread.ofPlatform().name("close-" + line).daemon(true).unstarted(() -> {
            closing.closePort();
            BUSY.computeIfPresent(path, (_, busy) -> busy.thread == Thread.currentThread() ? null : busy);
        });
        BUSY.put(path, Busy.now(closer));
        closer.start();
        Thread.ofVirtual().name("watch-close-" + line).start(() -> watch(closer));
    }

    private void watch(Thread closer) {
        try {
            if (!closer.join(java.time.Duration.ofMillis(CLOSE_MILLIS))) {
                LOG.log(System.Logger.Level.ERROR, "line=" + line + " port-wedged: the driver of " + path + " does not close the port for "
                        + CLOSE_MILLIS + " ms; unplug the device and plug it in again");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String describe() {
        return path;
    }
}
