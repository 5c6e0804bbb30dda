/// Who is calling, as the telephone network says it.
package org.tipring.tdm.callerid;
