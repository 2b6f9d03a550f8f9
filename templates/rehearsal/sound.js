// The speaker plays a number of tones, the microphone shows its level and is recorded.

const TONE = 0.25; // seconds
const PAUSE = 0.35;
const PITCH = 660; // hertz
const EVERY = 60; // milliseconds between two looks at the level

/** Plays so many tones on a speaker (the default one without an id); resolves when they are over. */
export async function playTones(count, speaker) {
  const context = new AudioContext();
  if (speaker && context.setSinkId) await context.setSinkId(speaker);
  await context.resume();
  const volume = context.createGain();
  volume.gain.value = 0.3;
  volume.connect(context.destination);
  let last;
  for (let place = 0; place < count; place += 1) {
    last = context.createOscillator();
    last.frequency.value = PITCH;
    last.connect(volume);
    last.start(context.currentTime + place * (TONE + PAUSE));
    last.stop(context.currentTime + place * (TONE + PAUSE) + TONE);
  }
  await new Promise((resolve) => {
    last.onended = resolve;
  });
  await context.close();
}

/** Records a stream for so many seconds; `tell(level)` gets the peak (0 to 1) on the way. → { recording: Blob, peak }. */
export async function record(stream, seconds, tell) {
  const context = new AudioContext();
  await context.resume();
  const ear = context.createAnalyser();
  ear.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(ear);
  const wave = new Float32Array(ear.fftSize);
  let peak = 0;
  const timer = setInterval(() => {
    ear.getFloatTimeDomainData(wave);
    const level = wave.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    peak = Math.max(peak, level);
    tell(level);
  }, EVERY);
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const done = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  setTimeout(() => recorder.stop(), seconds * 1000);
  await done;
  clearInterval(timer);
  await context.close();
  return { recording: new Blob(parts, { type: recorder.mimeType }), peak };
}
