package org.tipring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tipring.peer.Wav;
import org.tipring.tdm.emulator.RunningCard;

/// Somebody at a telephone of an emulated line card: what the hand does, and what the ear notices of it. It waits for what happens, not for a
/// time to pass.
final class Handset {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WAV_HEADER = 44;

    /// Something that may take its time.
    interface Act {
        void run() throws Exception;
    }

    private final RunningCard card;
    private final int port;

    Handset(RunningCard card, int port) {
        this.card = card;
        this.port = port;
    }

    /// Does something and waits for the next event of this telephone that it must lead to: `sound on`, `bell on`, `contact open` ...
    RunningCard.Event until(String event, Act act) throws Exception {
        int before = card.count(port, event);
        act.run();
        return card.await(port, event, before + 1, SOON);
    }

    /// For dial tone.
    void lift() throws Exception {
        until("sound on", this::lifted);
    }

    /// For a call that rings, or to listen to nothing.
    void lifted() {
        card.tell(port + " lift");
    }

    void hangUp() {
        card.tell(port + " hang-up");
    }

    void press(String keys) {
        card.tell(port + " press " + keys);
    }

    void flash(int millis) {
        card.tell(port + " flash " + millis);
    }

    void speak(short[] samples, Path folder) throws IOException {
        Path mouth = Files.createTempFile(folder, "mouth", ".wav");
        Files.write(mouth, Wav.of(samples, samples.length));
        card.tell(port + " speak " + mouth);
    }

    /// What it hears meanwhile.
    short[] hears(Path folder, Act act) throws Exception {
        Path ear = Files.createTempFile(folder, "ear", ".wav");
        card.tell(port + " hear " + ear);
        act.run();
        card.tell(port + " hear");
        long until = System.nanoTime() + SOON.toNanos();
        // The header is written last.
        while (!finished(ear)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("port " + port + ": no recording in " + ear);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return Wav.samples(ear);
    }

    private static boolean finished(Path recording) throws IOException {
        byte[] bytes = Files.readAllBytes(recording);
        return bytes.length > WAV_HEADER && bytes[WAV_HEADER - 4] != '.';
    }
}
