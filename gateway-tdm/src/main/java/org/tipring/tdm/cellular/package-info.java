/// Cellular modems as pure dialogues: 3GPP TS 27.007 as Huawei, Quectel and SIMCom modules really speak it, and their sound on a second port.
package org.tipring.tdm.cellular;
