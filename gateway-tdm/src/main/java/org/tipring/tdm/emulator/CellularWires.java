package org.tipring.tdm.emulator;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.tipring.tdm.serial.SerialLink;

/// Links straight to an emulated cellular module, for virtual time: no port, no thread. [#pump] delivers. Owned by the module's thread.
public final class CellularWires {

    private final CellularEmulator module;
    private final LongSupplier clock;
    private final byte[] packet = new byte[640];
    private final Wire commands = new Wire("commands", false);
    private final Wire sound = new Wire("sound", true);

    public CellularWires(CellularEmulator module, LongSupplier clock) {
        this.module = module;
        this.clock = clock;
        module.onReset(() -> gone("restarted"), () -> { });
    }

    public SerialLink commands() {
        return commands;
    }

    public SerialLink sound() {
        return sound;
    }

    public void pump() {
        long now = clock.getAsLong();
        module.advance(now);
        int length;
        while ((length = module.toHost(packet, 0, packet.length, now)) > 0) {
            commands.deliver(length, now);
        }
        while ((length = module.soundToHost(packet, 0, packet.length, now)) > 0) {
            sound.deliver(length, now);
        }
    }

    public long nextDeadline() {
        return module.hasForHost() ? clock.getAsLong() : module.nextDeadline();
    }

    public void unplug() {
        module.unplug(clock.getAsLong());
        gone("unplugged");
    }

    public void replug() {
        module.replug(clock.getAsLong());
    }

    private void gone(String why) {
        commands.gone(why);
        sound.gone(why);
    }

    private final class Wire implements SerialLink {
        private final String name;
        private final boolean ofSound;
        private Receiver receiver;

        Wire(String name, boolean ofSound) {
            this.name = name;
            this.ofSound = ofSound;
        }

        @Override
        public void open(Receiver opened) throws IOException {
            if (!module.present()) {
                throw new IOException(name + ": no such device; plug it in");
            }
            receiver = opened;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (receiver != null && ofSound) {
                module.soundFromHost(bytes, offset, length, clock.getAsLong());
            } else if (receiver != null) {
                module.fromHost(bytes, offset, length, clock.getAsLong());
            }
        }

        private void deliver(int length, long now) {
            if (receiver != null) {
                receiver.bytes(packet, length, now);
            }
        }

        private void gone(String why) {
            Receiver told = receiver;
            receiver = null;
            if (told != null) {
                told.gone(why);
            }
        }

        @Override
        public void close() {
            receiver = null;
        }

        @Override
        public String describe() {
            return name;
        }
    }
}
