/** Everything that makes features of the demonstration city, in the order of the files. */
import type { Generator } from '../types.ts';
import civilisedCity from './01-civilised-city.ts';
import eggPriceInsurance from './02-egg-price-insurance.ts';
import academicianPort from './03-academician-port.ts';
import gridGovernance from './04-grid-governance.ts';
import publicToilets from './05-public-toilets.ts';
import veinIndustryPark from './06-vein-industry-park.ts';
import warMapProjects from './07-war-map-projects.ts';
import wholeAreaTourism from './08-whole-area-tourism.ts';
import medicalCommunities from './09-medical-communities.ts';
import approvalAgents from './10-approval-agents.ts';
import businessDivisions from './11-business-divisions.ts';
import sinoGermanPark from './12-sino-german-park.ts';
import metroBim from './13-metro-bim.ts';
import civilMilitaryZone from './14-civil-military-zone.ts';
import auditBigData from './15-audit-big-data.ts';
import fundFaceLogin from './16-fund-face-login.ts';
import hazardSnapshots from './18-hazard-snapshots.ts';
import traditionalMedicine from './19-traditional-medicine.ts';
import universities from './20-universities.ts';
import zhejiangRoad28 from './21-zhejiang-road-28.ts';
import employment from './22-employment.ts';
import smartTransport from './24-smart-transport.ts';
import farmWaterPrice from './25-farm-water-price.ts';
import streetChiefs from './27-street-chiefs.ts';
import onlineRegistration from './28-online-registration.ts';
import geographicPlatform from './29-geographic-platform.ts';
import fourRenovations from './30-four-renovations.ts';
import dualInnovation from './31-dual-innovation.ts';
import highTechFirms from './32-high-tech-firms.ts';
import trafficOrder from './33-traffic-order.ts';
import base from './base.ts';
import cases from './cases.ts';
import grids from './grids.ts';
import indicators from './indicators.ts';
import network from './network.ts';
import schools from './schools.ts';

export const GENERATORS: readonly Generator[] = [
  civilisedCity,
  eggPriceInsurance,
  academicianPort,
  gridGovernance,
  publicToilets,
  veinIndustryPark,
  warMapProjects,
  wholeAreaTourism,
  medicalCommunities,
  approvalAgents,
  businessDivisions,
  sinoGermanPark,
  metroBim,
  civilMilitaryZone,
  auditBigData,
  fundFaceLogin,
  hazardSnapshots,
  traditionalMedicine,
  universities,
  zhejiangRoad28,
  employment,
  smartTransport,
  farmWaterPrice,
  streetChiefs,
  onlineRegistration,
  geographicPlatform,
  fourRenovations,
  dualInnovation,
  highTechFirms,
  trafficOrder,
  base,
  cases,
  grids,
  indicators,
  network,
  schools,
];
