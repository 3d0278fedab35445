using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Portal.SqlServer.Migrations
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

            migrationBuilder.AddColumn<byte[]>(
                name: "seal",
                schema: "identity",
                table: "account_roles",
                type: "varbinary(32)",
                maxLength: 32,
                nullable: true);

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
