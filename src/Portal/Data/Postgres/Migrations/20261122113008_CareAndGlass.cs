using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CareAndGlass : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_deliveries",
                schema: "audit",
                table: "deliveries");

            migrationBuilder.EnsureSchema(
                name: "staff");

            migrationBuilder.EnsureSchema(
                name: "policies");

            migrationBuilder.AddColumn<byte[]>(
                name: "mac",
                schema: "audit",
                table: "deliveries",
                type: "bytea",
                maxLength: 32,
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "enabled_at",
                schema: "identity",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "given_at",
                schema: "identity",
                table: "account_roles",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "given_by",
                schema: "identity",
                table: "account_roles",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "PK_deliveries",
                schema: "audit",
                table: "deliveries",
                columns: new[] { "target", "epoch", "size", "mac" });

            migrationBuilder.CreateTable(
                name: "campaigns",
                schema: "review",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<short>(type: "smallint", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    department = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    open_key = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_by = table.Column<Guid>(type: "uuid", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    signed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    sign_entry = table.Column<Guid>(type: "uuid", nullable: true),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    steps = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaigns", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "drafts",
                schema: "policies",
                columns: table => new
                {
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    written = table.Column<byte[]>(type: "bytea", nullable: true),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_drafts1", x => x.kind);
                });

            migrationBuilder.CreateTable(
                name: "entries",
                schema: "staff",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<byte[]>(type: "bytea", nullable: true),
                    number_index = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    name = table.Column<byte[]>(type: "bytea", nullable: true),
                    department = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    team = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    manager_id = table.Column<Guid>(type: "uuid", nullable: true),
                    profession = table.Column<byte[]>(type: "bytea", nullable: true),
                    licence = table.Column<byte[]>(type: "bytea", nullable: true),
                    licence_index = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    employed_from = table.Column<DateOnly>(type: "date", nullable: false),
                    employed_to = table.Column<DateOnly>(type: "date", nullable: true),
                    email = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone = table.Column<byte[]>(type: "bytea", nullable: true),
                    practitioner_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entries1", x => x.id);
                    table.ForeignKey(
                        name: "FK_entries_entries_manager_id",
                        column: x => x.manager_id,
                        principalSchema: "staff",
                        principalTable: "entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "exclusions",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exclusions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "glass_steps",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    grant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    text = table.Column<byte[]>(type: "bytea", nullable: true),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_glass_steps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "grants",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    follows = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    sentence = table.Column<byte[]>(type: "bytea", nullable: true),
                    covers_writing = table.Column<bool>(type: "boolean", nullable: false),
                    past_exclusion = table.Column<bool>(type: "boolean", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended = table.Column<short>(type: "smallint", nullable: false),
                    telling = table.Column<short>(type: "smallint", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    review_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    review = table.Column<short>(type: "smallint", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reviewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grants", x => x.id);
                    table.CheckConstraint("ck_grants_until", "until >= start");
                });

            migrationBuilder.CreateTable(
                name: "imports",
                schema: "staff",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_imports", x => x.id);
                    table.ForeignKey(
                        name: "FK_imports_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "marks",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<byte[]>(type: "bytea", nullable: true),
                    set_by = table.Column<Guid>(type: "uuid", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_marks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "safety_holds",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<byte[]>(type: "bytea", nullable: true),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_safety_holds", x => x.id);
                    table.CheckConstraint("ck_safety_holds_until", "until >= start");
                });

            migrationBuilder.CreateTable(
                name: "spools",
                schema: "review",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    written = table.Column<long>(type: "bigint", nullable: false),
                    link = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    merged = table.Column<long>(type: "bigint", nullable: false),
                    merged_link = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_spools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "state",
                schema: "staff",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_state", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "versions",
                schema: "policies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    written = table.Column<byte[]>(type: "bytea", nullable: true),
                    text = table.Column<byte[]>(type: "bytea", nullable: true),
                    digest = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    matrix = table.Column<string>(type: "text", nullable: true),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    signed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "campaign_lines",
                schema: "review",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    department = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    given_by = table.Column<Guid>(type: "uuid", nullable: true),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_sign_in = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened = table.Column<int>(type: "integer", nullable: true),
                    glass = table.Column<int>(type: "integer", nullable: true),
                    findings = table.Column<int>(type: "integer", nullable: false),
                    marks = table.Column<short>(type: "smallint", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    delegated_by = table.Column<Guid>(type: "uuid", nullable: true),
                    delegation_note = table.Column<byte[]>(type: "bytea", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    new_role = table.Column<short>(type: "smallint", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    comment = table.Column<byte[]>(type: "bytea", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_lines", x => x.id);
                    table.CheckConstraint("ck_campaign_lines_two_people", "(reviewer_id IS NULL OR reviewer_id <> account_id) AND (decided_by IS NULL OR decided_by <> account_id)");
                    table.ForeignKey(
                        name: "FK_campaign_lines_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalSchema: "review",
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "staff",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    linked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    linked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts1", x => x.account_id);
                    table.ForeignKey(
                        name: "FK_accounts_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_accounts_entries_entry_id",
                        column: x => x.entry_id,
                        principalSchema: "staff",
                        principalTable: "entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "acknowledgements",
                schema: "policies",
                columns: table => new
                {
                    version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_acknowledgements", x => new { x.version_id, x.account_id });
                    table.ForeignKey(
                        name: "FK_acknowledgements_versions_version_id",
                        column: x => x.version_id,
                        principalSchema: "policies",
                        principalTable: "versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                schema: "staff",
                table: "state",
                columns: new[] { "id", "version" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_accounts_entry_id",
                schema: "staff",
                table: "accounts",
                column: "entry_id");

            migrationBuilder.CreateIndex(
                name: "IX_campaign_lines_campaign_id_number",
                schema: "review",
                table: "campaign_lines",
                columns: new[] { "campaign_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_campaign_lines_reviewer_id_state",
                schema: "review",
                table: "campaign_lines",
                columns: new[] { "reviewer_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_campaigns_open_key",
                schema: "review",
                table: "campaigns",
                column: "open_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_campaigns_started_at_id",
                schema: "review",
                table: "campaigns",
                columns: new[] { "started_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_campaigns_state_due_at",
                schema: "review",
                table: "campaigns",
                columns: new[] { "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_entries_department_team",
                schema: "staff",
                table: "entries",
                columns: new[] { "department", "team" });

            migrationBuilder.CreateIndex(
                name: "IX_entries_manager_id",
                schema: "staff",
                table: "entries",
                column: "manager_id");

            migrationBuilder.CreateIndex(
                name: "IX_entries_number_index",
                schema: "staff",
                table: "entries",
                column: "number_index",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_entries_practitioner_key",
                schema: "staff",
                table: "entries",
                column: "practitioner_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_exclusions_patient_id_account_id",
                schema: "care",
                table: "exclusions",
                columns: new[] { "patient_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_glass_steps_grant_id_at",
                schema: "care",
                table: "glass_steps",
                columns: new[] { "grant_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_grants_account_id_patient_id_follows",
                schema: "care",
                table: "grants",
                columns: new[] { "account_id", "patient_id", "follows" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_grants_account_id_start",
                schema: "care",
                table: "grants",
                columns: new[] { "account_id", "start" });

            migrationBuilder.CreateIndex(
                name: "IX_grants_ended_at_until",
                schema: "care",
                table: "grants",
                columns: new[] { "ended_at", "until" });

            migrationBuilder.CreateIndex(
                name: "IX_grants_patient_id",
                schema: "care",
                table: "grants",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_grants_review_review_due_at",
                schema: "care",
                table: "grants",
                columns: new[] { "review", "review_due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_grants_reviewed_at_id",
                schema: "care",
                table: "grants",
                columns: new[] { "reviewed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_grants_telling",
                schema: "care",
                table: "grants",
                column: "telling");

            migrationBuilder.CreateIndex(
                name: "IX_imports_account_id",
                schema: "staff",
                table: "imports",
                column: "account_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_marks_patient_id",
                schema: "care",
                table: "marks",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_safety_holds_patient_id",
                schema: "care",
                table: "safety_holds",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_versions_kind_number",
                schema: "policies",
                table: "versions",
                columns: new[] { "kind", "number" },
                unique: true);

            migrationBuilder.Sql(PostgresScripts.Read("CareAndGlassCare.sql"));
            migrationBuilder.Sql(PostgresScripts.Read("CareAndGlassReviews.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts",
                schema: "staff");

            migrationBuilder.DropTable(
                name: "acknowledgements",
                schema: "policies");

            migrationBuilder.DropTable(
                name: "campaign_lines",
                schema: "review");

            migrationBuilder.DropTable(
                name: "drafts",
                schema: "policies");

            migrationBuilder.DropTable(
                name: "exclusions",
                schema: "care");

            migrationBuilder.DropTable(
                name: "glass_steps",
                schema: "care");

            migrationBuilder.DropTable(
                name: "grants",
                schema: "care");

            migrationBuilder.DropTable(
                name: "imports",
                schema: "staff");

            migrationBuilder.DropTable(
                name: "marks",
                schema: "care");

            migrationBuilder.DropTable(
                name: "safety_holds",
                schema: "care");

            migrationBuilder.DropTable(
                name: "spools",
                schema: "review");

            migrationBuilder.DropTable(
                name: "state",
                schema: "staff");

            migrationBuilder.DropTable(
                name: "entries",
                schema: "staff");

            migrationBuilder.DropTable(
                name: "versions",
                schema: "policies");

            migrationBuilder.DropTable(
                name: "campaigns",
                schema: "review");

            migrationBuilder.DropPrimaryKey(
                name: "PK_deliveries",
                schema: "audit",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "mac",
                schema: "audit",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "enabled_at",
                schema: "identity",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "given_at",
                schema: "identity",
                table: "account_roles");

            migrationBuilder.DropColumn(
                name: "given_by",
                schema: "identity",
                table: "account_roles");

            migrationBuilder.AddPrimaryKey(
                name: "PK_deliveries",
                schema: "audit",
                table: "deliveries",
                columns: new[] { "target", "epoch", "size" });
        }
    }
}
