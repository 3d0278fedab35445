using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AuditProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Entries are carried over to lean rows before their old tables go: written by hand (decision 0058).
            migrationBuilder.Sql(PostgresScripts.Read("AuditLean.sql"));

            migrationBuilder.DropTable(
                name: "entry_patients",
                schema: "audit");

            migrationBuilder.CreateTable(
                name: "blocks",
                schema: "audit",
                columns: table => new
                {
                    epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    no = table.Column<long>(type: "bigint", nullable: false),
                    sealed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_xact = table.Column<long>(type: "bigint", nullable: false),
                    last_id = table.Column<Guid>(type: "uuid", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    previous = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    root = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    entries = table.Column<byte[]>(type: "bytea", nullable: false),
                    nodes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_blocks", x => new { x.epoch, x.no });
                });

            migrationBuilder.CreateTable(
                name: "checkpoint_keys",
                schema: "audit",
                columns: table => new
                {
                    key_id = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", maxLength: 128, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_checkpoint_keys", x => x.key_id);
                });

            migrationBuilder.CreateTable(
                name: "checkpoints",
                schema: "audit",
                columns: table => new
                {
                    epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    key_id = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_checkpoints", x => new { x.epoch, x.size });
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                schema: "audit",
                columns: table => new
                {
                    target = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliveries", x => new { x.target, x.epoch, x.size });
                });

            migrationBuilder.CreateTable(
                name: "epochs",
                schema: "audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    after_xact = table.Column<long>(type: "bigint", nullable: false),
                    after_id = table.Column<Guid>(type: "uuid", nullable: false),
                    named_epoch = table.Column<Guid>(type: "uuid", nullable: true),
                    named_size = table.Column<long>(type: "bigint", nullable: true),
                    named_root = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    named_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mac = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_epochs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "verifications",
                schema: "audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    account = table.Column<Guid>(type: "uuid", nullable: true),
                    scope = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false),
                    unsealed = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    first_bad = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    seconds = table.Column<double>(type: "double precision", nullable: false),
                    epoch = table.Column<Guid>(type: "uuid", nullable: true),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_verifications", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_blocks_last_xact",
                schema: "audit",
                table: "blocks",
                column: "last_xact");

            migrationBuilder.CreateIndex(
                name: "IX_epochs_number",
                schema: "audit",
                table: "epochs",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_verifications_at",
                schema: "audit",
                table: "verifications",
                column: "at");
            migrationBuilder.Sql(PostgresScripts.Read("AuditProof.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "blocks",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "checkpoint_keys",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "checkpoints",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "deliveries",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "epochs",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "verifications",
                schema: "audit");

            migrationBuilder.CreateTable(
                name: "entry_patients",
                schema: "audit",
                columns: table => new
                {
                    patient = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    entry = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entry_patients", x => new { x.patient, x.at, x.entry });
                });
        }
    }
}
