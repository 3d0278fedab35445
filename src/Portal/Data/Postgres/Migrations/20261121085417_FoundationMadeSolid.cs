using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Portal.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FoundationMadeSolid : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_sign_in_counters_accounts_account_id",
                schema: "identity",
                table: "sign_in_counters");

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "procedures",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "observations",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "medication_requests",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "immunizations",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "encounters",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "document_references",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "diagnostic_reports",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "conditions",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "care_plans",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<short>(
                name: "by_hand",
                schema: "clinical",
                table: "allergy_intolerances",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<byte[]>(
                name: "seal",
                schema: "identity",
                table: "account_roles",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "entry_history",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    entry_version = table.Column<int>(type: "integer", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    before = table.Column<byte[]>(type: "bytea", nullable: true),
                    after = table.Column<byte[]>(type: "bytea", nullable: true),
                    reason = table.Column<byte[]>(type: "bytea", nullable: true),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entry_history", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    protected_email = table.Column<byte[]>(type: "bytea", nullable: true),
                    protected_name = table.Column<byte[]>(type: "bytea", nullable: true),
                    email_index = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.id);
                    table.CheckConstraint("ck_invitations_two_people", "decided_by <> requested_by");
                });

            migrationBuilder.InsertData(
                schema: "identity",
                table: "roles",
                columns: new[] { "id", "concurrency_stamp", "name", "normalized_name" },
                values: new object[,]
                {
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0005"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0005", "Nurse", "NURSE" },
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0006"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0006", "FrontDesk", "FRONTDESK" },
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0007"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0007", "ComplianceOfficer", "COMPLIANCEOFFICER" },
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0008"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0008", "Auditor", "AUDITOR" }
                });

            migrationBuilder.CreateIndex(
                name: "IX_entry_history_entry_id_entry_version",
                schema: "clinical",
                table: "entry_history",
                columns: new[] { "entry_id", "entry_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_entry_history_patient_id",
                schema: "clinical",
                table: "entry_history",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_email_index",
                schema: "identity",
                table: "invitations",
                column: "email_index",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_invitations_state",
                schema: "identity",
                table: "invitations",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_token_hash",
                schema: "identity",
                table: "invitations",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "entry_history",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "invitations",
                schema: "identity");

            migrationBuilder.DeleteData(
                schema: "identity",
                table: "roles",
                keyColumn: "id",
                keyValue: new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0005"));

            migrationBuilder.DeleteData(
                schema: "identity",
                table: "roles",
                keyColumn: "id",
                keyValue: new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0006"));

            migrationBuilder.DeleteData(
                schema: "identity",
                table: "roles",
                keyColumn: "id",
                keyValue: new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0007"));

            migrationBuilder.DeleteData(
                schema: "identity",
                table: "roles",
                keyColumn: "id",
                keyValue: new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0008"));

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "procedures");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "observations");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "medication_requests");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "immunizations");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "encounters");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "document_references");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "diagnostic_reports");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "conditions");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "care_plans");

            migrationBuilder.DropColumn(
                name: "by_hand",
                schema: "clinical",
                table: "allergy_intolerances");

            migrationBuilder.DropColumn(
                name: "seal",
                schema: "identity",
                table: "account_roles");

            migrationBuilder.AddForeignKey(
                name: "FK_sign_in_counters_accounts_account_id",
                schema: "identity",
                table: "sign_in_counters",
                column: "account_id",
                principalSchema: "identity",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
