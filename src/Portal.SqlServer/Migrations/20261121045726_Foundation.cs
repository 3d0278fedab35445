using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Portal.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Foundation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "identity");

            migrationBuilder.EnsureSchema(
                name: "clinical");

            migrationBuilder.EnsureSchema(
                name: "billing");

            migrationBuilder.EnsureSchema(
                name: "keys");

            migrationBuilder.EnsureSchema(
                name: "source");

            migrationBuilder.EnsureSchema(
                name: "audit");

            migrationBuilder.EnsureSchema(
                name: "pii");

            migrationBuilder.EnsureSchema(
                name: "roster");

            migrationBuilder.EnsureSchema(
                name: "care");

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    protected_email = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    protected_name = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    protected_totp_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    factor_enrolled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    disabled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    normalized_user_name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    normalized_email = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    email_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    password_hash = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    security_stamp = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "allergy_intolerances",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_allergy_intolerances", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "care_plans",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_care_plans", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claims",
                schema: "billing",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claims", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "conditions",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_conditions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "coverages",
                schema: "billing",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_coverages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                schema: "keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    friendly_name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    xml = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "diagnostic_reports",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diagnostic_reports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "directory",
                schema: "source",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    resource_type = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    source_key = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    content_hash = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    body = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_directory", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "document_references",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_references", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "encounters",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_encounters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "entries",
                schema: "audit",
                columns: table => new
                {
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    account = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    job = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    session = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    action = table.Column<short>(type: "smallint", nullable: false),
                    resource = table.Column<short>(type: "smallint", nullable: false),
                    resource_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    categories = table.Column<int>(type: "int", nullable: false),
                    purpose = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    break_glass = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    ip = table.Column<string>(type: "nvarchar(45)", nullable: true),
                    agent = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    node = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    mac = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entries", x => new { x.at, x.id });
                });

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

            migrationBuilder.CreateTable(
                name: "explanations_of_benefit",
                schema: "billing",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_explanations_of_benefit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "immunizations",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_immunizations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "medication_requests",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_medication_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "name_tokens",
                schema: "pii",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_tokens", x => new { x.token, x.patient_id });
                });

            migrationBuilder.CreateTable(
                name: "observations",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_observations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patient_keys",
                schema: "keys",
                columns: table => new
                {
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    wrapped = table.Column<byte[]>(type: "varbinary(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_patient_keys", x => x.patient_id);
                });

            migrationBuilder.CreateTable(
                name: "patients",
                schema: "pii",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    birth_date = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    sex = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    mrn = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    national_id = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    contact = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    deceased = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    source_displays = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    mrn_index = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: true),
                    national_id_index = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: true),
                    birth_date_index = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: true),
                    email_index = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: true),
                    phone_index = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: true),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_patients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patients",
                schema: "roster",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    birth_date = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    sex = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    mrn = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_patients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "procedures",
                schema: "clinical",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    encounter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    code = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    details = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_procedures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "relationships",
                schema: "care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    end = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_relationships", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "resources",
                schema: "source",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    resource_type = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    source_key = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    content_hash = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    row_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    body = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    patient_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    seal_format = table.Column<short>(type: "smallint", nullable: false),
                    seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resources", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roles",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    normalized_name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_roles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "system_keys",
                schema: "keys",
                columns: table => new
                {
                    use = table.Column<short>(type: "smallint", nullable: false),
                    wrapped = table.Column<byte[]>(type: "varbinary(200)", maxLength: 200, nullable: false),
                    wrapped_by = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_system_keys", x => x.use);
                });

            migrationBuilder.CreateTable(
                name: "account_claims",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    claim_type = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    claim_value = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_claims", x => x.id);
                    table.ForeignKey(
                        name: "FK_account_claims_accounts_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_logins",
                schema: "identity",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    provider_key = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    provider_display_name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    user_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "FK_account_logins_accounts_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_tokens",
                schema: "identity",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    value = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "FK_account_tokens_accounts_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "passkeys",
                schema: "identity",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "varbinary(1024)", maxLength: 1024, nullable: false),
                    user_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    data = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkeys", x => x.credential_id);
                    table.ForeignKey(
                        name: "FK_passkeys_accounts_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recovery_codes", x => x.id);
                    table.ForeignKey(
                        name: "FK_recovery_codes_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    stage = table.Column<short>(type: "smallint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_input_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    factor = table.Column<short>(type: "smallint", nullable: false),
                    factor_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ip = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    user_agent = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    offered_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_sessions_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_counters",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    last_totp_step = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_counters", x => x.account_id);
                    table.ForeignKey(
                        name: "FK_sign_in_counters_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_roles",
                schema: "identity",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_roles", x => new { x.user_id, x.role_id });
                    table.ForeignKey(
                        name: "FK_account_roles_accounts_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_account_roles_roles_role_id",
                        column: x => x.role_id,
                        principalSchema: "identity",
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "role_claims",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    role_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    claim_type = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    claim_value = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_claims", x => x.id);
                    table.ForeignKey(
                        name: "FK_role_claims_roles_role_id",
                        column: x => x.role_id,
                        principalSchema: "identity",
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                schema: "identity",
                table: "roles",
                columns: new[] { "id", "concurrency_stamp", "name", "normalized_name" },
                values: new object[,]
                {
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0001"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0001", "Patient", "PATIENT" },
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0002"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0002", "Clinician", "CLINICIAN" },
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0003"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0003", "BillingClerk", "BILLINGCLERK" },
                    { new Guid("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0004"), "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0004", "Administrator", "ADMINISTRATOR" }
                });

            migrationBuilder.CreateIndex(
                name: "IX_account_claims_user_id",
                schema: "identity",
                table: "account_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_account_logins_user_id",
                schema: "identity",
                table: "account_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_account_roles_role_id",
                schema: "identity",
                table: "account_roles",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_normalized_email",
                schema: "identity",
                table: "accounts",
                column: "normalized_email",
                unique: true,
                filter: "[normalized_email] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_normalized_user_name",
                schema: "identity",
                table: "accounts",
                column: "normalized_user_name",
                unique: true,
                filter: "[normalized_user_name] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_patient_id",
                schema: "identity",
                table: "accounts",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_allergy_intolerances_patient_id_at",
                schema: "clinical",
                table: "allergy_intolerances",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_care_plans_patient_id_at",
                schema: "clinical",
                table: "care_plans",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_claims_patient_id_at",
                schema: "billing",
                table: "claims",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_conditions_patient_id_at",
                schema: "clinical",
                table: "conditions",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_coverages_patient_id_at",
                schema: "billing",
                table: "coverages",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_diagnostic_reports_patient_id_at",
                schema: "clinical",
                table: "diagnostic_reports",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_directory_source_key_content_hash",
                schema: "source",
                table: "directory",
                columns: new[] { "source_key", "content_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_document_references_patient_id_at",
                schema: "clinical",
                table: "document_references",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_encounters_patient_id_at",
                schema: "clinical",
                table: "encounters",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_entries_account_at",
                schema: "audit",
                table: "entries",
                columns: new[] { "account", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_explanations_of_benefit_patient_id_at",
                schema: "billing",
                table: "explanations_of_benefit",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_immunizations_patient_id_at",
                schema: "clinical",
                table: "immunizations",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_medication_requests_patient_id_at",
                schema: "clinical",
                table: "medication_requests",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_name_tokens_patient_id",
                schema: "pii",
                table: "name_tokens",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_observations_patient_id_at",
                schema: "clinical",
                table: "observations",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_user_id",
                schema: "identity",
                table: "passkeys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_patients_birth_date_index",
                schema: "pii",
                table: "patients",
                column: "birth_date_index");

            migrationBuilder.CreateIndex(
                name: "IX_patients_email_index",
                schema: "pii",
                table: "patients",
                column: "email_index");

            migrationBuilder.CreateIndex(
                name: "IX_patients_mrn_index",
                schema: "pii",
                table: "patients",
                column: "mrn_index");

            migrationBuilder.CreateIndex(
                name: "IX_patients_national_id_index",
                schema: "pii",
                table: "patients",
                column: "national_id_index");

            migrationBuilder.CreateIndex(
                name: "IX_patients_phone_index",
                schema: "pii",
                table: "patients",
                column: "phone_index");

            migrationBuilder.CreateIndex(
                name: "IX_patients_patient_id",
                schema: "roster",
                table: "patients",
                column: "patient_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_procedures_patient_id_at",
                schema: "clinical",
                table: "procedures",
                columns: new[] { "patient_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_recovery_codes_account_id_hash",
                schema: "identity",
                table: "recovery_codes",
                columns: new[] { "account_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_relationships_account_id_patient_id",
                schema: "care",
                table: "relationships",
                columns: new[] { "account_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_relationships_patient_id",
                schema: "care",
                table: "relationships",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_resources_patient_id",
                schema: "source",
                table: "resources",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "IX_resources_source_key_revision",
                schema: "source",
                table: "resources",
                columns: new[] { "source_key", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_role_claims_role_id",
                schema: "identity",
                table: "role_claims",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "IX_roles_normalized_name",
                schema: "identity",
                table: "roles",
                column: "normalized_name",
                unique: true,
                filter: "[normalized_name] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_account_id",
                schema: "identity",
                table: "sessions",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_secret_hash",
                schema: "identity",
                table: "sessions",
                column: "secret_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_claims",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "account_logins",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "account_roles",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "account_tokens",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "allergy_intolerances",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "care_plans",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "claims",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "conditions",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "coverages",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "data_protection_keys",
                schema: "keys");

            migrationBuilder.DropTable(
                name: "diagnostic_reports",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "directory",
                schema: "source");

            migrationBuilder.DropTable(
                name: "document_references",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "encounters",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "entries",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "entry_patients",
                schema: "audit");

            migrationBuilder.DropTable(
                name: "explanations_of_benefit",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "immunizations",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "medication_requests",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "name_tokens",
                schema: "pii");

            migrationBuilder.DropTable(
                name: "observations",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "passkeys",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "patient_keys",
                schema: "keys");

            migrationBuilder.DropTable(
                name: "patients",
                schema: "pii");

            migrationBuilder.DropTable(
                name: "patients",
                schema: "roster");

            migrationBuilder.DropTable(
                name: "procedures",
                schema: "clinical");

            migrationBuilder.DropTable(
                name: "recovery_codes",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "relationships",
                schema: "care");

            migrationBuilder.DropTable(
                name: "resources",
                schema: "source");

            migrationBuilder.DropTable(
                name: "role_claims",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "sessions",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "sign_in_counters",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "system_keys",
                schema: "keys");

            migrationBuilder.DropTable(
                name: "roles",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "accounts",
                schema: "identity");
        }
    }
}
