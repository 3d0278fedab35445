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

            migrationBuilder.AddColumn<byte[]>(
                name: "mac",
                schema: "audit",
                table: "deliveries",
                type: "bytea",
                maxLength: 32,
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddPrimaryKey(
                name: "PK_deliveries",
                schema: "audit",
                table: "deliveries",
                columns: new[] { "target", "epoch", "size", "mac" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_deliveries",
                schema: "audit",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "mac",
                schema: "audit",
                table: "deliveries");

            migrationBuilder.AddPrimaryKey(
                name: "PK_deliveries",
                schema: "audit",
                table: "deliveries",
                columns: new[] { "target", "epoch", "size" });
        }
    }
}
