using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AuditInUse : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "trail");

            migrationBuilder.EnsureSchema(
                name: "files");

            migrationBuilder.EnsureSchema(
                name: "review");

            migrationBuilder.AddColumn<string>(
                name: "part",
                schema: "audit",
                table: "verifications",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "about",
                schema: "notices",
                table: "notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "protected_record_addresses",
                schema: "identity",
                table: "accounts",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_feeds",
                schema: "notices",
                columns: table => new
                {
                    feed = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    xact = table.Column<long>(type: "bigint", nullable: false),
                    entry = table.Column<Guid>(type: "uuid", nullable: false),
                    up_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    holder = table.Column<Guid>(type: "uuid", nullable: true),
                    held_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    mac = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_feeds", x => x.feed);
                });

            migrationBuilder.CreateTable(
                name: "exports",
                schema: "trail",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    format = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    is_without_where = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    protected_query = table.Column<byte[]>(type: "bytea", nullable: true),
                    found = table.Column<long>(type: "bigint", nullable: true),
                    written = table.Column<long>(type: "bigint", nullable: false),
                    not_sealed = table.Column<long>(type: "bigint", nullable: false),
                    broken = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    epoch = table.Column<Guid>(type: "uuid", nullable: true),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    turn = table.Column<Guid>(type: "uuid", nullable: true),
                    turn_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    turns = table.Column<int>(type: "integer", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    proof_id = table.Column<Guid>(type: "uuid", nullable: true),
                    manifest_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "files",
                schema: "files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", maxLength: 128, nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    pieces = table.Column<int>(type: "integer", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "findings",
                schema: "review",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    severity = table.Column<short>(type: "smallint", nullable: false),
                    key = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    open_key = table.Column<string>(type: "character varying(168)", maxLength: 168, nullable: true),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    account = table.Column<Guid>(type: "uuid", nullable: true),
                    patient = table.Column<Guid>(type: "uuid", nullable: true),
                    entries = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    detail = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reviewed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reviewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<short>(type: "smallint", nullable: true),
                    note = table.Column<byte[]>(type: "bytea", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_findings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "made_reports",
                schema: "review",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    schedule = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    readers = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_made_reports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "positions",
                schema: "review",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    xact = table.Column<long>(type: "bigint", nullable: false),
                    entry = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_positions", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "reports",
                schema: "review",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    hour = table.Column<short>(type: "smallint", nullable: false),
                    weekday = table.Column<short>(type: "smallint", nullable: true),
                    readers = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    paused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retirements",
                schema: "audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false),
                    archive = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    remains = table.Column<byte[]>(type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retirements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "searches",
                schema: "trail",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    protected_name = table.Column<byte[]>(type: "bytea", nullable: true),
                    protected_query = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_searches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "typed_forms",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    form = table.Column<short>(type: "smallint", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    protected_fields = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_typed_forms", x => x.id);
                    table.ForeignKey(
                        name: "FK_typed_forms_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pieces",
                schema: "files",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    no = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pieces", x => new { x.file_id, x.no });
                    table.ForeignKey(
                        name: "FK_pieces_files_file_id",
                        column: x => x.file_id,
                        principalSchema: "files",
                        principalTable: "files",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_exports_account_id_requested_at",
                schema: "trail",
                table: "exports",
                columns: new[] { "account_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "IX_exports_state",
                schema: "trail",
                table: "exports",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_findings_kind_key",
                schema: "review",
                table: "findings",
                columns: new[] { "kind", "key" });

            migrationBuilder.CreateIndex(
                name: "IX_findings_open_key",
                schema: "review",
                table: "findings",
                column: "open_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_findings_state_raised_at_id",
                schema: "review",
                table: "findings",
                columns: new[] { "state", "raised_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_made_reports_made_at",
                schema: "review",
                table: "made_reports",
                column: "made_at");

            migrationBuilder.CreateIndex(
                name: "IX_made_reports_schedule_to",
                schema: "review",
                table: "made_reports",
                columns: new[] { "schedule", "to" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reports_next_at",
                schema: "review",
                table: "reports",
                column: "next_at");

            migrationBuilder.CreateIndex(
                name: "IX_retirements_month",
                schema: "audit",
                table: "retirements",
                column: "month");

            migrationBuilder.CreateIndex(
                name: "IX_searches_account_id_saved_at",
                schema: "trail",
                table: "searches",
                columns: new[] { "account_id", "saved_at" });

            migrationBuilder.CreateIndex(
                name: "IX_typed_forms_account_id_form_subject",
                schema: "identity",
                table: "typed_forms",
                columns: new[] { "account_id", "form", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_typed_forms_kept_at",
                schema: "identity",
                table: "typed_forms",
                column: "kept_at");
            migrationBuilder.Sql(PostgresScripts.Read("AuditInUseGrowth.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_feeds",
                schema: "notices");

            migrationBuilder.DropTable(
                name: "exports",
                schema: "trail");

            migrationBuilder.DropTable(
                name: "findings",
                schema: "review");

            migrationBuilder.DropTable(
                name: "made_reports",
                schema: "review");

            migrationBuilder.DropTable(
                name: "pieces",
                schema: "files");

            migrationBuilder.DropTable(
                name: "positions",
                schema: "review");

            migrationBuilder.DropTable(
                name: "reports",
                schema: "review");

            migrationBuilder.DropTable(
                name: "retirements",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "searches",
                schema: "trail");

            migrationBuilder.DropTable(
                name: "typed_forms",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "files",
                schema: "files");

            migrationBuilder.DropColumn(
                name: "part",
                schema: "audit",
                table: "verifications");

            migrationBuilder.DropColumn(
                name: "about",
                schema: "notices",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "protected_record_addresses",
                schema: "identity",
                table: "accounts");
        }
    }
}
