package org.tipring.signaling.ops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.tipring.signaling.call.CallRecord;

/// Appends each call record as one line of JSON to a file that only its owner may read (it holds who called whom).
///
/// [#write] hands the record over and returns; a thread of its own writes. **What holds then:** a record counted by [#written] is
/// with the operating system and outlives the gateway's death, `kill -9` too. Against loss of power, the file is synced each time
/// the queue has run empty: after every call on a quiet gateway, once per batch on a busy one. A record that cannot be
/// written goes whole to the log, so that it is not lost with a full disk; a full queue is counted and logged likewise.
///
/// Before each batch the writer looks whether the file is still the one it opened, so rotation by renaming works.
public final class CallRecordWriter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CallRecordWriter.class.getName());

    /// Two minutes of calls at four a second, should the disk stall so long.
    private static final int QUEUE = 512;
    private static final long CLOSE_MILLIS = 5_000;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder overflowed = new LongAdder();
    private final Thread thread;
    private FileChannel channel;
    private Object openedFile;
    private volatile boolean closing;

    /// Opens the file now, so that a wrong path stops the start instead of losing records later.
    public CallRecordWriter(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        Files.createDirectories(this.file.getParent());
        open();
        thread = Thread.ofPlatform().name("call-records").daemon().start(this::run);
    }

    /// Any thread; never blocks.
    public void write(CallRecord record) {
        Json json = new Json();
        CallRecordJson.write(record, json);
        String line = json.toString();
        if (closing || !queue.offer(line)) {
            overflowed.increment();
            LOG.log(System.Logger.Level.ERROR, "call=" + record.id() + " record not written, the writer is too slow or closed: " + line);
        }
    }

    public long written() {
        return written.sum();
    }

    public long failed() {
        return failed.sum();
    }

    public long overflowed() {
        return overflowed.sum();
    }

    /// Writes what is queued, but does not wait longer than a few seconds for a disk that hangs.
    @Override
    public void close() {
        closing = true;
        queue.offer(WAKE_UP);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<String> batch = new ArrayList<>();
        try {
            while (!closing || !queue.isEmpty()) {
                batch.add(queue.take());
                queue.drainTo(batch);
                batch.removeIf(String::isEmpty);
                append(batch);
                batch.clear();
            }
            channel.close();
        } catch (InterruptedException | IOException e) {
            LOG.log(System.Logger.Level.ERROR, "call records end here: " + file, e);
        }
    }

    private void append(List<String> batch) {
        int done = 0;
        try {
            reopenIfMoved();
            for (; done < batch.size(); done++) {
                writeFully(batch.get(done) + "\n");
                written.increment();
            }
            channel.force(false);
        } catch (IOException e) {
            List<String> lost = batch.subList(done, batch.size());
            failed.add(lost.size());
            LOG.log(System.Logger.Level.ERROR, "cannot write call records to " + file + " (" + e + "); here they are: " + lost);
        }
    }

    private void writeFully(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void reopenIfMoved() throws IOException {
        if (!Files.exists(file) || !key().equals(openedFile)) {
            channel.close();
            open();
        }
    }

    private void open() throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<StandardOpenOption> append = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        channel = posix ? FileChannel.open(file, append, PosixFilePermissions.asFileAttribute(OWNER_ONLY)) : FileChannel.open(file, append);
        if (posix) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
        openedFile = key();
        if (endsInsideALine()) {
            writeFully("\n");
        }
    }

    private Object key() throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }

    /// After a loss of power the last line may be torn; the next record must not be glued to it.
    private boolean endsInsideALine() throws IOException {
        try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reader.size() > 0 && reader.read(last, reader.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    private static final String WAKE_UP = "";
}
