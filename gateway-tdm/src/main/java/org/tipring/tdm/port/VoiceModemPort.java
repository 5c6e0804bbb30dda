package org.tipring.tdm.port;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tipring.media.pcm.DeviceAudio;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.serial.SerialLink;

/// A telephone line behind a voice modem on a serial port.
public final class VoiceModemPort implements LinePort {

    private final LineId line;
    private final DeviceAudio audio = new DeviceAudio();

    /// @param links gives a new, closed link for each attempt to open the device
    /// @param control runs tasks on the control thread, in order and never inside the call that hands them over
    /// @param events called on the control thread, never inside a call of this port
    public VoiceModemPort(LineId line, Supplier<SerialLink> links, Executor control, Consumer<FxoEvent.FromPort> events,
            VoiceModemSettings settings) {
        this.line = line;
    }

    @Override
    public LineId line() {
        return line;
    }

    @Override
    public void start(long nowNanos) {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void goOffHook(long nowNanos) {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void sendDigits(String digits, long nowNanos) {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void goOnHook(long nowNanos) {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void tick(long nowNanos) {
    }

    @Override
    public long nextDeadline() {
        return Deadlines.NEVER;
    }

    @Override
    public DeviceAudio audio() {
        return audio;
    }

    @Override
    public String describe() {
        return "voice modem";
    }

    @Override
    public void close(long nowNanos) {
    }

    @Override
    public boolean closed() {
        return true;
    }
}
