# What a script that `vernier run` tunes may say: `. ./vernier_client.sh`. POSIX shell; parameters are variables,
# $VERNIER_PARAM_LEARNING_RATE.

# vernier_report STEP VALUE: an intermediate value; steps grow.
vernier_report() { printf 'vernier: report step=%s value=%s\n' "$1" "$2"; }

# vernier_tell VALUE: the result of the trial, once.
vernier_tell() { printf 'vernier: tell value=%s\n' "$1"; }

# vernier_fail REASON
vernier_fail() { printf 'vernier: tell state=failed why="%s"\n' "$1"; }
