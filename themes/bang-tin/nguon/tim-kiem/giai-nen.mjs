/* Inflates for browsers without DecompressionStream; loaded only there. */

import { unzlibSync } from 'fflate';

window.bangtinGiaiNen = (bytes) => unzlibSync(bytes);
