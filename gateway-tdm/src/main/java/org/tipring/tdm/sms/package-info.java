/// Text messages (SMS) as the standards write them down: letters ([GsmAlphabet], 3GPP TS 23.038), messages ([Tpdu], TS 23.040), and long ones in
/// parts ([UserData], [PartsBox]). Pure; knows no modem.
package org.tipring.tdm.sms;
