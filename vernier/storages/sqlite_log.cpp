#include "vernier/storages/sqlite_log.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/core.h>
#include <sqlite3.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "vernier/base/errors.hpp"
#include "vernier/storages/owner_locks.hpp"
#include "vernier/storages/sqlite_file.hpp"
#include "vernier/storages/sqlite_rows.hpp"
#include "vernier/storages/sqlite_schema.hpp"

namespace vernier {
namespace {

class SqliteLog final : public EventLog {
 public:
  SqliteLog(std::string path, const SqliteOptions& options, bool create)
      : path_(std::move(path)),
        database_(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX | (create ? SQLite::OPEN_CREATE : 0),
                  static_cast<int>(options.busy_timeout.count()), options.vfs),
        locks_(path_ + "-owners"),
        sync_within_(options.sync_within) {
    prepare_file();
    statements_.emplace(database_);
    syncer_ = std::jthread([this](std::stop_token done) { sync_until(done); });
  }

  ~SqliteLog() override {
    syncer_.request_stop();
    if (syncer_.joinable()) syncer_.join();
    statements_.reset();  // before the connection closes
  }

  std::optional<StudyId> create_study(std::string_view name, std::span<const Event> first) override {
    return transaction([&]() -> std::optional<StudyId> {
      if (find(name)) return std::nullopt;
      run_statement(statements_->insert_study, std::string(name), 0, 0);
      const StudyId study = database_.getLastInsertRowid();
      if (!write(study, first, {})) return std::nullopt;
      return study;
    });
  }

  std::optional<StudyId> find_study(std::string_view name) override {
    return reading([&] { return find(name); });
  }

  std::vector<StoredStudy> studies() override {
    return reading([&] {
      std::vector<StoredStudy> result;
      const StatementUse rows(statements_->select_studies);
      while (rows->executeStep()) {
        result.push_back(
            {rows->getColumn(0).getInt64(), rows->getColumn(1).getString(), rows->getColumn(2).getInt64()});
      }
      return result;
    });
  }

  void remove_study(StudyId study) override {
    transaction([&]() -> std::optional<bool> {
      (void)marks(study);
      run_statement(statements_->delete_events, study);
      run_statement(statements_->delete_leases, study);
      run_statement(statements_->delete_study, study);
      return true;
    });
  }

  bool rename_study(StudyId study, std::string_view name) override {
    return transaction([&]() -> std::optional<bool> {
             (void)marks(study);
             if (find(name).value_or(study) != study) return std::nullopt;
             run_statement(statements_->rename_study, std::string(name), study);
             return true;
           })
        .has_value();
  }

  std::optional<StudyId> copy_study(StudyId study, std::string_view name) override {
    return transaction([&]() -> std::optional<StudyId> {
      const Marks from = marks(study);
      if (find(name)) return std::nullopt;
      run_statement(statements_->insert_study, std::string(name), from.last, from.claims);
      const StudyId copy = database_.getLastInsertRowid();
      run_statement(statements_->copy_events, copy, study);
      run_statement(statements_->copy_leases, copy, study);
      return copy;
    });
  }

  std::optional<Sequence> append(StudyId study, std::span<const Event> events, const Guard& guard) override {
    return transaction([&] { return write(study, events, guard); });
  }

  std::vector<Event> read_since(StudyId study, Sequence sequence) override {
    return reading([&] {
      std::vector<Event> result;
      if (marks(study).last <= sequence) return result;  // the usual case
      const StatementUse rows(statements_->select_events);
      rows->bind(1, study);
      rows->bind(2, sequence);
      while (rows->executeStep()) result.push_back(event_of_row(*rows, path_));
      return result;
    });
  }

  OwnerId join() override {
    const MachineIdentity here = machine_identity();
    const auto owner = transaction([&]() -> std::optional<OwnerId> {
      run_statement(statements_->insert_owner, here.boot, here.machine);
      return database_.getLastInsertRowid();
    });
    const std::lock_guard lock(mutex_);
    locks_.hold(*owner);
    own_.insert(*owner);
    return *owner;
  }

  void leave(OwnerId owner) noexcept override {
    {
      const std::lock_guard lock(mutex_);
      locks_.release(owner);
      own_.erase(owner);
    }
    try {
      transaction([&]() -> std::optional<bool> {
        run_statement(statements_->delete_owner, owner);
        return true;
      });
    } catch (const std::exception&) {
      // Without its lock it is as good as gone.
    }
  }

  Liveness liveness(OwnerId owner) override {
    return reading([&] {
      if (own_.contains(owner)) return Liveness::alive;
      const StatementUse row(statements_->select_owner);
      row->bind(1, owner);
      if (!row->executeStep()) return Liveness::dead;
      const MachineIdentity here = machine_identity();
      const auto same = [](const std::string& a, const std::string& b) { return !a.empty() && a == b; };
      if (!same(row->getColumn(0).getString(), here.boot) && !same(row->getColumn(1).getString(), here.machine)) {
        return Liveness::unknown;
      }
      return locks_.held_elsewhere(owner) ? Liveness::alive : Liveness::dead;
    });
  }

  void beat(OwnerId owner) override {
    transaction([&]() -> std::optional<bool> {
      run_statement(statements_->beat_owner, owner);
      return true;
    });
  }

  std::int64_t beats(OwnerId owner) override {
    return reading([&]() -> std::int64_t {
      const StatementUse row(statements_->select_owner);
      row->bind(1, owner);
      return row->executeStep() ? row->getColumn(2).getInt64() : -1;
    });
  }

 private:
  struct Marks {
    Sequence last = 0;
    Sequence claims = 0;
  };

  void prepare_file() {
    database_.exec("PRAGMA synchronous = NORMAL");
    // Made in one transaction in the old journal mode: whoever looks at the file sees either nothing or all of it.
    database_.exec("BEGIN IMMEDIATE");
    if (database_.execAndGet("PRAGMA user_version").getInt() == 0) database_.exec(store_schema_sql());
    database_.exec("COMMIT");
    database_.exec("PRAGMA journal_mode = WAL");
  }

  template <class Read>
  auto reading(const Read& read) -> decltype(read()) {
    const std::lock_guard lock(mutex_);
    try {
      return read();
    } catch (const SQLite::Exception& error) {
      throw_sqlite_error(path_, error);
    }
  }

  // Commits when `work` gives something; otherwise, or when it throws, nothing has happened.
  template <class Work>
  auto transaction(const Work& work) -> decltype(work()) {
    const std::lock_guard lock(mutex_);
    const auto roll_back = [&] {
      if (sqlite3_get_autocommit(database_.getHandle()) == 0) {
        sqlite3_exec(database_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
      }
    };
    try {
      if (sync_failed_) {
        sync_failed_ = false;
        throw StorageError(fmt::format("{} could not be synced to its disk", path_), {},
                           "Look at the disk, then give the same command again.");
      }
      run_statement(statements_->begin);
      auto result = work();
      if (result) {
        run_statement(statements_->commit);
        note_commit();
      } else {
        roll_back();
      }
      return result;
    } catch (const SQLite::Exception& error) {
      roll_back();
      throw_sqlite_error(path_, error);
    } catch (...) {
      roll_back();
      throw;
    }
  }

  std::optional<StudyId> find(std::string_view name) {
    const StatementUse row(statements_->find_study);
    row->bind(1, std::string(name));
    if (!row->executeStep()) return std::nullopt;
    return row->getColumn(0).getInt64();
  }

  Marks marks(StudyId study) {
    const StatementUse row(statements_->select_marks);
    row->bind(1, study);
    if (!row->executeStep()) throw NotFound("the study has been removed");
    return {row->getColumn(0).getInt64(), row->getColumn(1).getInt64()};
  }

  std::optional<Sequence> write(StudyId study, std::span<const Event> events, const Guard& guard) {
    Marks now = marks(study);
    if (guard.claims && *guard.claims != now.claims) return std::nullopt;
    for (const Event& event : events) {
      if (!admit(study, event)) return std::nullopt;
      insert_event(*statements_, study, ++now.last, event);
      if (is_claim(event.type)) now.claims = now.last;
    }
    run_statement(statements_->update_marks, now.last, now.claims, study);
    return now.last;
  }

  // Holds an event to its fencing token and keeps the table of open leases.
  bool admit(StudyId study, const Event& event) {
    SQLite::Statement* change = nullptr;
    std::int64_t attempt = event.attempt;
    switch (event.type) {
      case EventType::created:
      case EventType::budget:
      case EventType::enqueued: return true;
      case EventType::assigned: change = &statements_->insert_lease; break;
      case EventType::taken_over:
        change = &statements_->raise_lease;
        --attempt;
        break;
      case EventType::ended: change = &statements_->delete_lease; break;
      case EventType::attribute:
        if (event.assignment < 0) return true;
        [[fallthrough]];
      case EventType::released:
      case EventType::report: {
        const StatementUse row(statements_->select_lease);
        SQLite::bind(*row, study, event.assignment, attempt);
        return row->executeStep();
      }
    }
    const StatementUse use(*change);
    SQLite::bind(*use, study, event.assignment, attempt);
    return use->exec() == 1;
  }

  // A commit is safe from the death of the process at once. To be safe from a power cut it must be synced, which a
  // thread does for all commits of a short time together.
  void note_commit() {
    if (unsynced_since_) return;
    unsynced_since_ = std::chrono::steady_clock::now();
    wake_syncer_.notify_one();
  }

  void sync_until(std::stop_token done) {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_syncer_.wait(lock, done, [this] { return unsynced_since_.has_value(); });
      if (!unsynced_since_) return;  // asked to end, and nothing is left to sync
      // A part of the time is left for the sync itself.
      wake_syncer_.wait_until(lock, done, *unsynced_since_ + sync_within_ * 3 / 4, [] { return false; });
      unsynced_since_.reset();
      sqlite3_file* wal = nullptr;
      sqlite3_file_control(database_.getHandle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&wal));
      if (wal != nullptr && wal->pMethods != nullptr && wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL) != SQLITE_OK) {
        sync_failed_ = true;
      }
    }
  }

  std::string path_;
  SQLite::Database database_;
  OwnerLocks locks_;
  std::set<OwnerId> own_;
  std::chrono::milliseconds sync_within_;
  std::optional<StoreStatements> statements_;
  std::mutex mutex_;  // of the connection and everything else here
  std::condition_variable_any wake_syncer_;
  std::optional<std::chrono::steady_clock::time_point> unsynced_since_;
  bool sync_failed_ = false;
  std::jthread syncer_;
};

}  // namespace

std::shared_ptr<EventLog> open_sqlite_log(const std::string& path, const SqliteOptions& options) {
  const bool missing = inspect_store_file(path) == StoreFile::missing;
  if (missing && options.must_exist) {
    throw NotFound(fmt::format("{} does not exist", path), "a study store", "Check --storage, or begin a study first.");
  }
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (missing && !folder.empty() && !std::filesystem::is_directory(folder)) {
    throw NotFound(fmt::format("{} cannot be made: there is no folder {}", path, folder.string()), "an existing folder",
                   "Make the folder, or name another with --storage sqlite:///PATH.");
  }
  try {
    return std::make_shared<SqliteLog>(path, options, missing);
  } catch (const SQLite::Exception& error) {
    if (error.getErrorCode() == SQLITE_CANTOPEN || error.getErrorCode() == SQLITE_READONLY) {
      throw InvalidArgument(fmt::format("{} cannot be opened for writing ({})", path, error.what()),
                            "a file in an existing folder, both writable",
                            "Change the permissions, or name another file with --storage sqlite:///PATH.");
    }
    throw_sqlite_error(path, error);
  }
}

}  // namespace vernier
