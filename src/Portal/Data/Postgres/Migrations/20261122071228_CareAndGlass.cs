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
                name: "IX_grants_telling",
                schema: "care",
                table: "grants",
                column: "telling");

            migrationBuilder.CreateIndex(
                name: "IX_safety_holds_patient_id",
                schema: "care",
                table: "safety_holds",
                column: "patient_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "glass_steps",
                schema: "care");

            migrationBuilder.DropTable(
                name: "grants",
                schema: "care");

            migrationBuilder.DropTable(
                name: "safety_holds",
                schema: "care");
        }
    }
}
