using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class CareAndGlass : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "exclusions",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exclusions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "marks",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    set_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_marks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_exclusions_patient_id_account_id",
                schema: "care",
                table: "exclusions",
                columns: new[] { "patient_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_marks_patient_id",
                schema: "care",
                table: "marks",
                column: "patient_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exclusions",
                schema: "care");

            migrationBuilder.DropTable(
                name: "marks",
                schema: "care");
        }
    }
}
