#pragma once
// The prepared statements of a store, and its events as rows.
#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>

#include <string>

#include "vernier/storages/event_log.hpp"

namespace vernier {

/// Ends the use of a prepared statement however the scope is left.
class StatementUse {
 public:
  explicit StatementUse(SQLite::Statement& statement) : statement_(statement) {}
  ~StatementUse() { statement_.tryReset(); }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;
  SQLite::Statement* operator->() const { return &statement_; }
  SQLite::Statement& operator*() const { return statement_; }

 private:
  SQLite::Statement& statement_;
};

template <class... Values>
void run_statement(SQLite::Statement& statement, const Values&... values) {
  const StatementUse use(statement);
  SQLite::bind(statement, values...);
  while (statement.executeStep()) {
  }
}

/// Each prepared once for the life of a connection.
struct StoreStatements {
  explicit StoreStatements(SQLite::Database& db);
  SQLite::Statement begin, commit, find_study, select_studies, insert_study, rename_study, delete_study, delete_events,
      delete_leases, copy_events, copy_leases, select_marks, update_marks, insert_event, select_events, insert_lease,
      raise_lease, select_lease, delete_lease, insert_owner, delete_owner, select_owner, beat_owner;
};

/// Writes one event as a row.
void insert_event(StoreStatements& statements, StudyId study, Sequence sequence, const Event& event);
/// Reads the present row of `select_events`. Throws BadData that names `path`.
[[nodiscard]] Event event_of_row(SQLite::Statement& row, const std::string& path);

/// Throws BadData for a damaged file and StorageError for everything else, with what to do.
[[noreturn]] void throw_sqlite_error(const std::string& path, const SQLite::Exception& error);

}  // namespace vernier
