#include "vernier/workers/attempt.hpp"

#include <fmt/core.h>
#include <signal.h>

#include <chrono>

#include "vernier/base/errors.hpp"
#include "vernier/workers/line_splitter.hpp"
#include "vernier/workers/log_file.hpp"

namespace vernier {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds follow_interval{100};

Clock::duration seconds_of(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(std::min(seconds, 1e9)));
}

class Attempt {
 public:
  Attempt(Launcher& launcher, const AttemptPlan& plan, ResultReader& reader, const AttemptHooks& hooks)
      : plan_(plan),
        reader_(reader),
        hooks_(hooks),
        out_log_(plan.out_log),
        err_log_(plan.err_log),
        process_(launcher.start(plan.command)) {
    if (plan.limits.seconds) limit_ = Clock::now() + seconds_of(*plan.limits.seconds);
  }

  AttemptEnd run() {
    const std::stop_callback wake(hooks_.stop, [this] { process_.wake(); });
    while (!process_.status()) {
      process_.pump(next_moment(), out_, err_);
      if (reader_.follows() && !asked_) guarded([&] { look(); });
      if (hooks_.stop.stop_requested()) ask(AttemptEnd::Cause::interrupted);
      if (limit_ && Clock::now() >= *limit_) ask(AttemptEnd::Cause::time_limit);
      if (kill_at_ && Clock::now() >= *kill_at_) {
        process_.signal(SIGKILL);
        kill_at_.reset();
      }
    }
    end_.status = *process_.status();
    finish();
    return std::move(end_);
  }

 private:
  // The moment at which something is due though the program stays silent.
  [[nodiscard]] std::optional<Clock::time_point> next_moment() const {
    if (asked_) return kill_at_;
    std::optional<Clock::time_point> moment = limit_;
    if (reader_.follows()) {
      const auto look = Clock::now() + follow_interval;
      moment = moment ? std::min(*moment, look) : look;
    }
    return moment;
  }

  // The first cause counts; from then on only the logs are written.
  void ask(AttemptEnd::Cause cause) {
    if (asked_) return;
    asked_ = true;
    end_.cause = cause;
    kill_at_ = Clock::now() + seconds_of(plan_.limits.grace);
    process_.signal(SIGTERM);
  }

  template <class Call>
  void guarded(const Call& call) {
    try {
      call();
    } catch (const BadData& error) {
      end_.why = error.what();
      ask(AttemptEnd::Cause::bad_output);
    }
  }

  void take_line(std::string_view line) {
    if (asked_) return;
    guarded([&] {
      Readings found;
      if (auto said = protocol_line(line, plan_.objectives)) {
        if (said->report) found.reports.push_back(*std::move(said->report));
        if (said->told && end_.told) throw BadData("the program told two results", "one 'vernier: tell' line");
        if (said->told) end_.told = std::move(said->told);
      } else {
        reader_.line(line, found);
      }
      take(std::move(found));
    });
  }

  void look() {
    Readings found;
    reader_.look(found);
    take(std::move(found));
  }

  void take(Readings found) {
    if (found.result) end_.result = std::move(found.result);
    for (const ReportRead& report : found.reports) {
      if (asked_) return;
      if (hooks_.report(report) != Decision::keep) ask(AttemptEnd::Cause::decision);
    }
  }

  void finish() {
    const auto line = [this](std::string_view text) { take_line(text); };
    out_lines_.finish(line);
    err_lines_.finish([this](std::string_view text) { end_.last_words = text; });
    if (!asked_ && end_.status.success()) {
      guarded([&] {
        look();
        Readings found;
        reader_.end(found);
        take(std::move(found));
      });
    }
    for (const LogFile* log : {&out_log_, &err_log_}) {
      if (log->failure().empty()) continue;
      const std::string note = fmt::format("its output could not be kept: {}", log->failure());
      end_.last_words = end_.last_words.empty() ? note : fmt::format("{} ({})", end_.last_words, note);
    }
  }

  const AttemptPlan& plan_;
  ResultReader& reader_;
  const AttemptHooks& hooks_;
  AttemptEnd end_;
  LogFile out_log_;
  LogFile err_log_;
  LineSplitter out_lines_;
  LineSplitter err_lines_;
  std::optional<Clock::time_point> limit_;
  std::optional<Clock::time_point> kill_at_;
  bool asked_ = false;
  const Process::Sink out_ = [this](std::string_view bytes) {
    out_log_.add(bytes);
    out_lines_.add(bytes, [this](std::string_view line) { take_line(line); });
  };
  const Process::Sink err_ = [this](std::string_view bytes) {
    err_log_.add(bytes);
    err_lines_.add(bytes, [this](std::string_view line) { end_.last_words = line; });
  };
  Process process_;  // the last: it ends before what its output goes to
};

}  // namespace

AttemptEnd run_attempt(Launcher& launcher, const AttemptPlan& plan, ResultReader& reader, const AttemptHooks& hooks) {
  return Attempt(launcher, plan, reader, hooks).run();
}

}  // namespace vernier
