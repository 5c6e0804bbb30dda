/// Bytes to and from devices: serial ports (jSerialComm) and pseudo-terminals.
package org.tipring.tdm.serial;
