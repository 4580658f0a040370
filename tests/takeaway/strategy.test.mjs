// StratML Part 2: every file against the structure that ISO 17469-1 describes, written down here in our own words.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { json, named, text, ORIGIN } from './files.mjs';

/** An element's children in their order: `?` at most one, `*` any number, `+` at least one. Others hold text. */
const CHILDREN = {
  PerformancePlanOrReport: 'Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation? Submitter?',
  StrategicPlanCore: 'Organization* Vision? Mission? Value* Goal+',
  Organization: 'Name? Acronym? Identifier? Description? Stakeholder*',
  Mission: 'Description? Identifier?',
  Goal: 'Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*',
  Objective: 'Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation? PerformanceIndicator*',
  Stakeholder: 'Name Description? Role*',
  Role: 'Name Description? RoleType*',
  PerformanceIndicator: 'SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship* MeasurementInstance* OtherInformation?',
  MeasurementInstance: 'TargetResult* ActualResult*',
  TargetResult: 'StartDate? EndDate? NumberOfUnits? Descriptor? Description?',
  ActualResult: 'StartDate? EndDate? NumberOfUnits? Descriptor? Description?',
  AdministrativeInformation: 'Identifier? StartDate? EndDate? PublicationDate? Source?',
};
const ATTRIBUTES = {
  PerformancePlanOrReport: { Type: /^(Strategic_Plan|Performance_Plan|Performance_Report)$/ },
  Stakeholder: { StakeholderTypeType: /^(Person|Organization|Generic_Group)$/ },
  PerformanceIndicator: { ValueChainStage: /^(Outcome|Output_Processing|Output|Input_Processing|Input)$/, PerformanceIndicatorType: /^(Quantitative|Qualitative)$/ },
};
const TEXTS = {
  Identifier: /^[A-Za-z_][A-Za-z0-9._-]*$/, StartDate: /^\d{4}-\d\d-\d\d$/, EndDate: /^\d{4}-\d\d-\d\d$/,
  PublicationDate: /^\d{4}-\d\d-\d\d$/, NumberOfUnits: /^-?\d+(\.\d+)?$/, RoleType: /^(Performer|Beneficiary)$/, Source: /^https:/,
};

const order = (model) => new RegExp(`^${model.split(' ').map((part) => part.replace(/^(\w+)(.?)$/, '(?:$1 )$2')).join('')}$`);

function check(name, node, path, ids) {
  const children = node[name], names = children.filter((child) => !('#text' in child)).map((child) => Object.keys(child)[0]);
  const attributes = node[':@'] ?? {};
  for (const [key, values] of Object.entries(ATTRIBUTES[name] ?? {})) assert.match(attributes[key] ?? '', values, `${name} ${key} in ${path}`);
  if (!CHILDREN[name]) {
    const value = children.map((child) => child['#text']).join('');
    if (TEXTS[name]) assert.match(value, TEXTS[name], `${name} in ${path}`);
    if (name === 'Identifier') assert.ok(!ids.has(value) && ids.add(value), `${value} twice in ${path}`);
    return;
  }
  assert.match(names.map((child) => `${child} `).join(''), order(CHILDREN[name]), `${name} in ${path}: ${names}`);
  for (const child of children) if (!('#text' in child)) check(Object.keys(child)[0], child, path, ids);
}

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false });
const files = named('stratml.xml');

test('every plan has a strategy that is valid against the structure', () => {
  assert.equal(files.length, json('du-lieu/ke-hoach.json').ke_hoach.length);
  for (const path of files) {
    assert.equal(XMLValidator.validate(text(path)), true, path);
    const root = parser.parse(text(path)).find((node) => 'PerformancePlanOrReport' in node);
    assert.equal(root[':@'].xmlns, 'urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport');
    check('PerformancePlanOrReport', root, path, new Set());
  }
});

test('every task in force is an objective, with who leads it as a performer', () => {
  const of = (path) => text(path).match(/<Identifier>nv-[^<]+/g)?.length ?? 0;
  const tasks = json('du-lieu/nhiem-vu.json').nhiem_vu;
  for (const { id, so_nhiem_vu: count } of json('du-lieu/ke-hoach.json').ke_hoach) assert.equal(of(`${id}/stratml.xml`), count, id);
  const task = tasks.find((task) => task.chu_tri?.includes('to-chuc/hoi-phu-nu'));
  assert.ok(text(`${task.ke_hoach}/stratml.xml`).includes('<Name>Hội Liên hiệp Phụ nữ phường</Name>'));
  assert.ok(text(files[0]).includes(`<Source>${ORIGIN}`));
});
