package org.tipring.tdm.emulator;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.tipring.tdm.serial.SerialLink;
import org.tipring.tdm.serial.WedgedException;

/// A serial link straight to an emulated modem, for virtual time: no port, no thread. [#pump] delivers what the modem said.
///
/// Owned by the thread of the modem.
public final class DirectLink implements SerialLink {

    private final VoiceModemEmulator modem;
    private final LongSupplier clock;
    private final String name;
    private final byte[] packet = new byte[512];
    private Receiver receiver;
    private boolean present = true;

    public DirectLink(String name, VoiceModemEmulator modem, LongSupplier clock) {
        this.name = name;
        this.modem = modem;
        this.clock = clock;
    }

    @Override
    public void open(Receiver receiver) throws IOException {
        if (!present) {
            throw new IOException(name + ": no such device; plug it in");
        }
        if (!modem.alive()) {
            throw new WedgedException(name + ": the driver has hung with the device; unplug it, wait ten seconds and plug it in again");
        }
        this.receiver = receiver;
        modem.port(true, clock.getAsLong());
    }

    /// Bytes that the modem's full buffer does not take are lost, as after the time-out of a driver.
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (present && receiver != null) {
            modem.fromHost(bytes, offset, length, clock.getAsLong());
        }
    }

    @Override
    public void close() {
        if (receiver != null) {
            receiver = null;
            if (present) {
                modem.port(false, clock.getAsLong());
            }
        }
    }

    @Override
    public String describe() {
        return name;
    }

    /// Brings the modem up to now and gives the receiver what it says; without a receiver it is lost.
    public void pump() {
        long now = clock.getAsLong();
        modem.advance(now);
        int length;
        while ((length = modem.toHost(packet, 0, packet.length, now)) > 0) {
            if (receiver != null) {
                receiver.bytes(packet, length, now);
            }
        }
    }

    /// When [#pump] has something to do next.
    public long nextDeadline() {
        return receiver != null && present && modem.hasForHost() ? clock.getAsLong() : modem.nextDeadline();
    }

    /// Pulls the device out; the receiver is told.
    public void unplug() {
        present = false;
        modem.unplug(clock.getAsLong());
        if (receiver != null) {
            Receiver told = receiver;
            receiver = null;
            told.gone("unplugged");
        }
    }

    public void replug() {
        present = true;
        modem.replug(clock.getAsLong());
    }
}
