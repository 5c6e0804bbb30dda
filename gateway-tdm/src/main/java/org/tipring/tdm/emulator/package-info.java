/// A telephone world without hardware: an exchange, its subscribers and a voice modem, true to the byte, in real or virtual time.
package org.tipring.tdm.emulator;
