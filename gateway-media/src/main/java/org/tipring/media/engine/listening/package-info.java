/// What is heard in passing, of lines and peers alike: how loud, since when silent, whether a pause need not be sent.
package org.tipring.media.engine.listening;
