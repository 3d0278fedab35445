using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class FactorsAndNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_passkeys",
                schema: "identity",
                table: "passkeys");

            migrationBuilder.EnsureSchema(
                name: "notices");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lock_told_at",
                schema: "identity",
                table: "sign_in_counters",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AlterColumn<byte[]>(
                name: "credential_id",
                schema: "identity",
                table: "passkeys",
                type: "varbinary(1023)",
                maxLength: 1023,
                nullable: false,
                oldClrType: typeof(byte[]),
                oldType: "varbinary(1024)",
                oldMaxLength: 1024);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                schema: "identity",
                table: "passkeys",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_used_at",
                schema: "identity",
                table: "passkeys",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "name",
                schema: "identity",
                table: "passkeys",
                type: "varbinary(max)",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "seal",
                schema: "identity",
                table: "passkeys",
                type: "varbinary(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<short>(
                name: "disabled_for",
                schema: "identity",
                table: "accounts",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddPrimaryKey(
                name: "PK_passkeys",
                schema: "identity",
                table: "passkeys",
                column: "id");

            migrationBuilder.CreateTable(
                name: "desk_codes",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    open_for = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    document = table.Column<short>(type: "smallint", nullable: false),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    tries = table.Column<int>(type: "int", nullable: false),
                    code_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    birth_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    proof_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    proof_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    protected_name = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    protected_addresses = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_desk_codes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "devices",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_devices", x => new { x.account_id, x.token_hash });
                    table.ForeignKey(
                        name: "FK_devices_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "drafts",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    entry_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    entry_version = table.Column<int>(type: "int", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    fields = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_drafts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "email_changes",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    protected_email = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    requested_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_email_changes", x => x.account_id);
                    table.ForeignKey(
                        name: "FK_email_changes_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "mail",
                schema: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    address = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    link = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    tries = table.Column<int>(type: "int", nullable: false),
                    claim = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    problem = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mail", x => x.id);
                    table.ForeignKey(
                        name: "FK_mail_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                schema: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    detail = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices", x => x.id);
                    table.ForeignKey(
                        name: "FK_notices_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "passkey_challenges",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    use = table.Column<short>(type: "smallint", nullable: false),
                    asked_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    state = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkey_challenges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recoveries",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    under_way_for = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    requested_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    decided_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recoveries", x => x.id);
                    table.CheckConstraint("ck_recoveries_three_people", "decided_by <> requested_by AND requested_by <> account_id AND decided_by <> account_id");
                    table.ForeignKey(
                        name: "FK_recoveries_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "role_requests",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    requested_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_requests", x => x.id);
                    table.CheckConstraint("ck_role_requests_two_people", "account_id <> requested_by");
                    table.ForeignKey(
                        name: "FK_role_requests_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sender_counts",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    tries = table.Column<int>(type: "int", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sender_counts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_sender_counts_ends_at",
                schema: "identity",
                table: "sender_counts",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_counters_locked_until",
                schema: "identity",
                table: "sign_in_counters",
                column: "locked_until");

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_credential_id",
                schema: "identity",
                table: "passkeys",
                column: "credential_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_desk_codes_code_hash",
                schema: "identity",
                table: "desk_codes",
                column: "code_hash",
                unique: true,
                filter: "[code_hash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_desk_codes_open_for",
                schema: "identity",
                table: "desk_codes",
                column: "open_for",
                unique: true,
                filter: "[open_for] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_desk_codes_proof_hash",
                schema: "identity",
                table: "desk_codes",
                column: "proof_hash",
                unique: true,
                filter: "[proof_hash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_devices_last_seen_at",
                schema: "identity",
                table: "devices",
                column: "last_seen_at");

            migrationBuilder.CreateIndex(
                name: "IX_drafts_kept_at",
                schema: "clinical",
                table: "drafts",
                column: "kept_at");

            migrationBuilder.CreateIndex(
                name: "IX_drafts_patient_id_account_id_kind",
                schema: "clinical",
                table: "drafts",
                columns: new[] { "patient_id", "account_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "IX_email_changes_token_hash",
                schema: "identity",
                table: "email_changes",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_mail_account_id",
                schema: "notices",
                table: "mail",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_mail_due_at",
                schema: "notices",
                table: "mail",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "IX_notices_account_id_at_id",
                schema: "notices",
                table: "notices",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_read_at",
                schema: "notices",
                table: "notices",
                column: "read_at");

            migrationBuilder.CreateIndex(
                name: "IX_passkey_challenges_created_at",
                schema: "identity",
                table: "passkey_challenges",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_recoveries_account_id",
                schema: "identity",
                table: "recoveries",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_recoveries_state",
                schema: "identity",
                table: "recoveries",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_recoveries_token_hash",
                schema: "identity",
                table: "recoveries",
                column: "token_hash",
                unique: true,
                filter: "[token_hash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_recoveries_under_way_for",
                schema: "identity",
                table: "recoveries",
                column: "under_way_for",
                unique: true,
                filter: "[under_way_for] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_role_requests_account_id",
                schema: "identity",
                table: "role_requests",
                column: "account_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sender_counts",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "desk_codes",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "devices",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "drafts",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "email_changes",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "mail",
                schema: "notices");

            migrationBuilder.DropTable(
                name: "notices",
                schema: "notices");

            migrationBuilder.DropTable(
                name: "passkey_challenges",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "recoveries",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "role_requests",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "IX_sign_in_counters_locked_until",
                schema: "identity",
                table: "sign_in_counters");

            migrationBuilder.DropPrimaryKey(
                name: "PK_passkeys",
                schema: "identity",
                table: "passkeys");

            migrationBuilder.DropIndex(
                name: "IX_passkeys_credential_id",
                schema: "identity",
                table: "passkeys");

            migrationBuilder.DropColumn(
                name: "lock_told_at",
                schema: "identity",
                table: "sign_in_counters");

            migrationBuilder.DropColumn(
                name: "id",
                schema: "identity",
                table: "passkeys");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                schema: "identity",
                table: "passkeys");

            migrationBuilder.DropColumn(
                name: "name",
                schema: "identity",
                table: "passkeys");

            migrationBuilder.DropColumn(
                name: "seal",
                schema: "identity",
                table: "passkeys");

            migrationBuilder.DropColumn(
                name: "disabled_for",
                schema: "identity",
                table: "accounts");

            migrationBuilder.AlterColumn<byte[]>(
                name: "credential_id",
                schema: "identity",
                table: "passkeys",
                type: "varbinary(1024)",
                maxLength: 1024,
                nullable: false,
                oldClrType: typeof(byte[]),
                oldType: "varbinary(1023)",
                oldMaxLength: 1023);

            migrationBuilder.AddPrimaryKey(
                name: "PK_passkeys",
                schema: "identity",
                table: "passkeys",
                column: "credential_id");
        }
    }
}
