/// Voice modems as pure dialogues: AT commands, replies, and the DLE-shielded voice stream (ITU-T V.250, V.253).
package org.tipring.tdm.modem;
