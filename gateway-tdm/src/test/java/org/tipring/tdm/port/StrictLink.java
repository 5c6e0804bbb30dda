package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.tipring.tdm.serial.SerialLink;

/// A link that looks at what the driver writes: behind a DLE comes a DLE or a code that ends the stream, and never anything else; and
/// nobody waits in it on a virtual thread, which would hold on to its carrier in the native call of a real port.
final class StrictLink implements SerialLink {

    private final SerialLink link;
    private boolean pendingDle;
    private long written;

    StrictLink(SerialLink link) {
        this.link = link;
    }

    long written() {
        return written;
    }

    @Override
    public void open(Receiver receiver) throws IOException {
        assertThat(Thread.currentThread().isVirtual()).isFalse();
        pendingDle = false;
        link.open(receiver);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        assertThat(Thread.currentThread().isVirtual()).isFalse();
        for (int i = offset; i < offset + length; i++) {
            if (pendingDle) {
                pendingDle = false;
                if ("\u0010\u0003^!".indexOf(bytes[i]) < 0) {
                    throw new AssertionError("DLE and " + bytes[i] + " after " + written + " bytes");
                }
            } else {
                pendingDle = bytes[i] == 0x10;
            }
            written++;
        }
        link.write(bytes, offset, length);
    }

    @Override
    public void close() {
        assertThat(Thread.currentThread().isVirtual()).isFalse();
        link.close();
    }

    @Override
    public String describe() {
        return link.describe();
    }
}
