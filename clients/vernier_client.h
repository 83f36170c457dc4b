/* What a program that `vernier run` tunes may say and ask: copy this file beside it. C99 and C++, nothing to link.
 *
 *   double rate = vernier_param("LEARNING_RATE", 0.001);
 *   for (int epoch = 1; epoch <= 100; ++epoch) vernier_report(epoch, train_one_epoch(rate));
 *   vernier_tell(loss);
 *
 * A name is that of the environment: VERNIER_PARAM_ before the parameter in upper case, every other character than letters and
 * digits an underscore. Outside of `vernier run` the lines are printed all the same and harm nothing. */
#ifndef VERNIER_CLIENT_H
#define VERNIER_CLIENT_H

#include <stdio.h>
#include <stdlib.h>

/* The text of a parameter; `fallback` where it is inactive or nobody tunes. */
static inline const char* vernier_param_text(const char* name, const char* fallback) {
  char variable[256];
  const char* value;
  snprintf(variable, sizeof variable, "VERNIER_PARAM_%s", name);
  value = getenv(variable);
  return value != NULL ? value : fallback;
}

static inline double vernier_param(const char* name, double fallback) {
  const char* text = vernier_param_text(name, NULL);
  return text != NULL ? strtod(text, NULL) : fallback;
}

/* An intermediate value; steps grow. */
static inline void vernier_report(double step, double value) {
  printf("vernier: report step=%.17g value=%.17g\n", step, value);
  fflush(stdout);
}

/* The result of the trial, once. */
static inline void vernier_tell(double value) {
  printf("vernier: tell value=%.17g\n", value);
  fflush(stdout);
}

#endif
