/// Line supervision: what the gateway believes about each telephone line, as pure state machines.
package org.tipring.tdm.line;
