using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FactorsAndNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "drafts",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: true),
                    entry_version = table.Column<int>(type: "integer", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    fields = table.Column<byte[]>(type: "bytea", nullable: true),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_drafts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_drafts_kept_at",
                schema: "clinical",
                table: "drafts",
                column: "kept_at");

            migrationBuilder.CreateIndex(
                name: "IX_drafts_patient_id_account_id_kind",
                schema: "clinical",
                table: "drafts",
                columns: new[] { "patient_id", "account_id", "kind" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "drafts",
                schema: "clinical");
        }
    }
}
