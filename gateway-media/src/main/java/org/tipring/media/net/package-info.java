/// Sockets and files of the media side.
package org.tipring.media.net;
