package org.tipring.tdm.serial;

import java.io.IOException;

/// A byte stream to a device: a serial port, or in tests a wire to an emulator in virtual time.
public interface SerialLink {

    /// Opens the device and starts to deliver. Old input is thrown away.
    ///
    /// @throws IOException with the path, the reason and a remedy
    void open(Receiver receiver) throws IOException;

    /// Queues bytes for the device, in order, and writes what it takes. Never blocks longer than one write that the system accepts;
    /// any thread. After the device has gone, bytes are dropped silently: [Receiver#gone] tells.
    void write(byte[] bytes, int offset, int length);

    /// Closes the device, which drops DTR and so makes a modem hang up. Returns at once; [Receiver#gone] is not called for it.
    void close();

    /// The device as a person would name it.
    String describe();

    /// Called on the link's reader thread.
    interface Receiver {

        /// @param atNanos when they were read
        void bytes(byte[] bytes, int length, long atNanos);

        /// The device is gone (unplugged, or its driver failed). Called once; close the link and open it anew.
        void gone(String why);
    }
}
