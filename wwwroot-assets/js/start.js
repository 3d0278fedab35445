// Starts Blazor. Its own rhythm of trying to reconnect ends at one try in thirty seconds and gives up after some minutes;
// a ward's page must be back within seconds whenever the network or the server is.
import { whenPortalAnswers } from "./connection.js";

const steps = [0, 500, 1000, 2000];
const hours = 12;
Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: hours * 3600 / 3,
      // Not all at once: many pages lose one server together.
      retryIntervalMilliseconds: tries => steps[tries] ?? 2500 + Math.random() * 1000,
    },
  },
}).catch(() => whenPortalAnswers(() => location.reload()));
