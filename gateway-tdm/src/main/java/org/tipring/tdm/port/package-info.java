/// What a wire does: ports turn a line's wishes into bytes for a device, and the device's bytes into events.
package org.tipring.tdm.port;
