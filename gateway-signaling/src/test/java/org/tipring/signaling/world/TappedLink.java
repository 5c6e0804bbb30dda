package org.tipring.signaling.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.tipring.tdm.serial.SerialLink;

/// A serial link that keeps what is written to the device.
record TappedLink(SerialLink link, ByteArrayOutputStream tap) implements SerialLink {

    @Override
    public void open(Receiver receiver) throws IOException {
        link.open(receiver);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        tap.write(bytes, offset, length);
        link.write(bytes, offset, length);
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String describe() {
        return link.describe();
    }
}
