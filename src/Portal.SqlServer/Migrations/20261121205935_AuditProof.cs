using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AuditProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "entry_patients",
                schema: "audit");

            migrationBuilder.DropIndex(
                name: "IX_entries_account_at",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "account",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "agent",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "ip",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "job",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "node",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "session",
                schema: "audit",
                table: "entries");

            migrationBuilder.AddColumn<int>(
                name: "context",
                schema: "audit",
                table: "entries",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "others",
                schema: "audit",
                table: "entries",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "subject",
                schema: "audit",
                table: "entries",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "blocks",
                schema: "audit",
                columns: table => new
                {
                    epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    no = table.Column<long>(type: "bigint", nullable: false),
                    sealed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_xact = table.Column<long>(type: "bigint", nullable: false),
                    last_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    count = table.Column<int>(type: "int", nullable: false),
                    previous = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    root = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    entries = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    nodes = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
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
                    key_id = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    public_key = table.Column<byte[]>(type: "varbinary(128)", maxLength: 128, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
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
                    epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    key_id = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    signature = table.Column<byte[]>(type: "varbinary(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_checkpoints", x => new { x.epoch, x.size });
                });

            migrationBuilder.CreateTable(
                name: "contexts",
                schema: "audit",
                columns: table => new
                {
                    no = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    session = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    account = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    job = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    ip = table.Column<string>(type: "nvarchar(45)", nullable: true),
                    agent = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    node = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contexts", x => x.no);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                schema: "audit",
                columns: table => new
                {
                    target = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    after_xact = table.Column<long>(type: "bigint", nullable: false),
                    after_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    named_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    named_size = table.Column<long>(type: "bigint", nullable: true),
                    named_root = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    named_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    mac = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_epochs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "subjects",
                schema: "audit",
                columns: table => new
                {
                    no = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    patient = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subjects", x => x.no);
                    table.UniqueConstraint("AK_subjects_patient", x => x.patient);
                });

            migrationBuilder.CreateTable(
                name: "verifications",
                schema: "audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    account = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    scope = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false),
                    unsealed = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    first_bad = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    seconds = table.Column<double>(type: "float", nullable: false),
                    epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    mac = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_verifications", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_entries_context",
                schema: "audit",
                table: "entries",
                column: "context");

            migrationBuilder.CreateIndex(
                name: "IX_blocks_last_xact",
                schema: "audit",
                table: "blocks",
                column: "last_xact");

            migrationBuilder.CreateIndex(
                name: "IX_contexts_account",
                schema: "audit",
                table: "contexts",
                column: "account");

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
                name: "contexts",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "deliveries",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "epochs",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "subjects",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "verifications",
                schema: "audit");

            migrationBuilder.DropIndex(
                name: "IX_entries_context",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "context",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "others",
                schema: "audit",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "subject",
                schema: "audit",
                table: "entries");

            migrationBuilder.AddColumn<Guid>(
                name: "account",
                schema: "audit",
                table: "entries",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "agent",
                schema: "audit",
                table: "entries",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ip",
                schema: "audit",
                table: "entries",
                type: "nvarchar(45)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "job",
                schema: "audit",
                table: "entries",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "node",
                schema: "audit",
                table: "entries",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "session",
                schema: "audit",
                table: "entries",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "entry_patients",
                schema: "audit",
                columns: table => new
                {
                    patient = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    entry = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entry_patients", x => new { x.patient, x.at, x.entry });
                });

            migrationBuilder.CreateIndex(
                name: "IX_entries_account_at",
                schema: "audit",
                table: "entries",
                columns: new[] { "account", "at" });
        }
    }
}
