using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AuditSettled : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_findings_state_raised_at_id",
                schema: "review",
                table: "findings");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "turn_until",
                schema: "review",
                table: "reports",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "mac",
                schema: "review",
                table: "positions",
                type: "varbinary(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "up_to",
                schema: "review",
                table: "positions",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_findings_state_due_at_id",
                schema: "review",
                table: "findings",
                columns: new[] { "state", "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_findings_state_reviewed_at_id",
                schema: "review",
                table: "findings",
                columns: new[] { "state", "reviewed_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_findings_state_due_at_id",
                schema: "review",
                table: "findings");

            migrationBuilder.DropIndex(
                name: "IX_findings_state_reviewed_at_id",
                schema: "review",
                table: "findings");

            migrationBuilder.DropColumn(
                name: "turn_until",
                schema: "review",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "mac",
                schema: "review",
                table: "positions");

            migrationBuilder.DropColumn(
                name: "up_to",
                schema: "review",
                table: "positions");

            migrationBuilder.CreateIndex(
                name: "IX_findings_state_raised_at_id",
                schema: "review",
                table: "findings",
                columns: new[] { "state", "raised_at", "id" });
        }
    }
}
